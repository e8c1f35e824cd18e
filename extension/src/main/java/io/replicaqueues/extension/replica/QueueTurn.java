// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.Queue;

/** Work that needs all messages of a queue to be in its list, and nobody else to change it. */
final class QueueTurn {

    private static final long SECONDS = 60;

    private QueueTurn() {}

    /** To be done by the queue's executor, which holds the queue's lock meanwhile. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * Waits, for a minute at most, until the work has been done; must not be called on the queue's executor.
     *
     * @throws java.util.concurrent.CompletionException if it was not done in time, or failed
     */
    static void await(Queue queue, Work work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        queue.flushOnIntermediate(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        done.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
}
