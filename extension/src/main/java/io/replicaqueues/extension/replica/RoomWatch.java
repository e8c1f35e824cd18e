// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.TimeUnit;

/**
 * Waits for room in a replica queue that is full; confined to the replica's executor. Room on this broker is seen within
 * half a second. That the original has been consumed meanwhile is seen only by following it again, which costs it a
 * listing of its queue: that is tried after a second at first, and ever more rarely, at least every thirty seconds.
 */
final class RoomWatch {

    private static final long POLL_MILLIS = 500;
    private static final long FIRST_MILLIS = 1_000;
    private static final long CAP_MILLIS = 30_000;

    private final Room room;
    private final OrderedContext executor;
    private final Backoff backoff = new Backoff(FIRST_MILLIS, CAP_MILLIS);
    private int waits;

    RoomWatch(Room room, OrderedContext executor) {
        this.room = room;
        this.executor = executor;
    }

    /** Runs {@code next} when it is worth a try; an earlier wait comes to nothing. */
    void await(Runnable next) {
        waits++;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff.nextMillis());
        pollLater(waits, until, next);
    }

    private void pollLater(int wait, long until, Runnable next) {
        executor.executeLater(POLL_MILLIS, () -> {
            if (wait != waits) {
                return;
            }
            if (System.nanoTime() - until >= 0 || room.lack().isEmpty()) {
                next.run();
            } else {
                pollLater(wait, until, next);
            }
        });
    }

    /** The replica has come nearer to its original. */
    void progressed() {
        backoff.reset();
    }
}
