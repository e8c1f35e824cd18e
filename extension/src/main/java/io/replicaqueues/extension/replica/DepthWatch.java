// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that the replica queue holds more or fewer messages than were put there on behalf of the original: what passes
 * the broker's hooks shows in no digest. Confined to the replica's executor.
 */
final class DepthWatch {

    /** The broker's counters may be late, and a removal is heard of a moment after it was counted. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;

    private long accepted;
    private long last;
    private long sinceNanos;
    private boolean read;

    /** @param clock {@link System#nanoTime()} */
    DepthWatch(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Says whether the queue is to be read, as a difference has stayed the same for a while. One that a reading leaves as
     * it was is a fault of the broker's counter: it is accepted from then on.
     *
     * @param difference messages that the queue counts more than it is known to hold, while no change is on its way
     */
    boolean isAmiss(long difference) {
        long now = clock.getAsLong();
        if (difference != last) {
            last = difference;
            sinceNanos = now;
        }
        if (difference == accepted) {
            read = false;
            return false;
        }
        if (now - sinceNanos < PATIENCE_NANOS) {
            return false;
        }
        if (read) {
            accepted = difference;
            return false;
        }
        read = true;
        sinceNanos = now;
        return true;
    }
}
