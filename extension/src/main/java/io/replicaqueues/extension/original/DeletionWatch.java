// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

/**
 * Whether a queue is being deleted: then its messages go, and that is nothing for a replica to follow. A deletion that
 * was announced, but removes nothing for a while, was forbidden after all. Confined to the session's thread.
 */
final class DeletionWatch {

    private static final int HEARTBEATS = 10;

    private int left;
    private long lastDepth;

    void announced() {
        left = HEARTBEATS;
    }

    boolean isPending() {
        return left > 0;
    }

    /**
     * To be called at every heartbeat while a deletion is pending.
     *
     * @param depth messages in the queue
     * @return whether the queue is there to stay
     */
    boolean isOver(long depth) {
        left = depth < lastDepth ? HEARTBEATS : left - 1;
        lastDepth = depth;
        return left == 0;
    }
}
