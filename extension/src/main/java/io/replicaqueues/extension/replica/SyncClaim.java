// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.wire.FeedPosition;

/**
 * Whether a replica may claim that the producers of its original wait for it: only while the latest frame says so, it is
 * in the journal with everything before it, and the original has been heard of not long ago. Confined to the replica's
 * executor.
 */
final class SyncClaim {

    /** Longer than the longest heartbeat of an original. */
    private static final long SILENCE_NANOS = 4_000_000_000L;

    private static final long LOOK_MILLIS = 500;

    private final ReplicaCondition condition;
    private final OrderedContext executor;
    private boolean latestSaysSo;
    private long latestNanos;
    private boolean watching;

    SyncClaim(ReplicaCondition condition, OrderedContext executor) {
        this.condition = condition;
        this.executor = executor;
    }

    /** A frame has come and is not applied yet. */
    void received(FeedPosition position) {
        latestNanos = System.nanoTime();
        latestSaysSo = position.synchronous();
        if (!latestSaysSo) {
            condition.synchronous(false, "producers of the original do not wait for this replica at present");
        }
    }

    /** A frame and everything before it is in the journal. */
    void stored(FeedPosition position) {
        if (position.synchronous() && latestSaysSo) {
            condition.synchronous(true, "producers of the original wait for this replica");
            watch();
        }
    }

    void unlinked(String reason) {
        latestSaysSo = false;
        condition.synchronous(false, reason);
    }

    private void watch() {
        if (!watching) {
            watching = true;
            executor.executeLater(LOOK_MILLIS, this::look);
        }
    }

    private void look() {
        watching = false;
        if (!latestSaysSo) {
            return;
        }
        if (System.nanoTime() - latestNanos > SILENCE_NANOS) {
            latestSaysSo = false;
            condition.synchronous(false, "the original is silent");
        } else {
            watch();
        }
    }
}
