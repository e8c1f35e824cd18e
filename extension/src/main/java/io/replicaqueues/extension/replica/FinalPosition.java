// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.wire.FeedPosition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The last word of an original: its position after it was asked for it. What was on its way before is none. Confined to
 * the replica's executor.
 */
final class FinalPosition {

    private static final long NONE_YET = Long.MAX_VALUE;

    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private long after = NONE_YET;

    /** Completes, on the replica's executor, once everything until that position is stored. */
    CompletableFuture<Void> reached() {
        return reached;
    }

    /**
     * Asks for it, twice: a frame that comes once the original has heard of the first request may have been made before,
     * as it lets frames wait; the second request brings about another.
     *
     * @param mark asks the original for its position, and completes when it has heard of that
     * @param framesReceived asked for the number of frames that have come over the link
     * @param executor the replica's
     */
    void ask(Supplier<CompletableFuture<Void>> mark, LongSupplier framesReceived, Executor executor) {
        var unused = mark.get()
                .thenComposeAsync(
                        heard -> {
                            after = framesReceived.getAsLong();
                            return mark.get();
                        },
                        executor);
    }

    /** Everything until this position is stored. */
    void stored(FeedPosition position) {
        if (position.frame() > after && position.pending() == 0 && !position.catchingUp()) {
            reached.complete(null);
        }
    }
}
