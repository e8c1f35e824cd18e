// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.wire.Farewell;

/**
 * Whether a queue is being deleted: then its messages go, and that is nothing for a replica to follow. A deletion that
 * was announced, but removes nothing for a while, was forbidden after all. Any thread may announce; the rest is confined
 * to one.
 */
final class DeletionWatch {

    private static final int HEARTBEATS = 10;

    private volatile int left;
    private long lastDepth;
    private volatile Farewell farewell;

    void announced() {
        left = HEARTBEATS;
    }

    /** @param farewell for the replica, once it has been told what was pending before */
    void done(Farewell farewell) {
        this.farewell = farewell;
    }

    /** Null as long as the queue is there. */
    Farewell farewell() {
        return farewell;
    }

    /** Whether the queue is being deleted, or has been. */
    boolean isPending() {
        return left > 0 || farewell != null;
    }

    /**
     * To be called at every heartbeat while a deletion is pending.
     *
     * @param depth messages in the queue
     * @return whether the queue is there to stay
     */
    boolean isOver(long depth) {
        left = depth < lastDepth ? HEARTBEATS : Math.max(0, left - 1);
        lastDepth = depth;
        return left == 0 && farewell == null;
    }
}
