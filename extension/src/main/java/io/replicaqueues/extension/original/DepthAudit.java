// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

/**
 * Looks, at every heartbeat, whether the hooks have shown every change of a queue: some ways to change a queue pass none.
 * A difference between the queue's depth and what is known of it, which stays the same for a while, is no change on its
 * way. Confined to the session's thread.
 */
final class DepthAudit {

    /** Heartbeats over which an unexplained difference must stay the same to be believed. */
    private static final int PATIENCE = 4;

    private long last;
    private int since;

    /**
     * Takes a look.
     *
     * @param difference the queue's depth minus what is known of it, in messages
     * @return whether it is to be believed that changes were missed
     */
    boolean isUnexplained(long difference) {
        since = difference != 0 && difference == last ? since + 1 : 0;
        last = difference;
        if (since < PATIENCE) {
            return false;
        }
        since = 0;
        return true;
    }
}
