// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.QueueDepth;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, at every heartbeat, whether the hooks have shown every change of a queue: some ways to change a queue pass none.
 * A difference between the queue's depth and what is known of it, which stays the same for a while, is no change on its
 * way. Confined to the session's thread.
 */
final class DepthAudit {

    private static final Logger LOGGER = LoggerFactory.getLogger(DepthAudit.class);
    /** Heartbeats over which an unexplained difference must stay the same to be believed. */
    private static final int PATIENCE = 4;

    private final FeedRequest request;
    private final Queue queue;
    private final ChangeFeed feed;
    private final UncompletedAdditions uncompleted;
    private long last;
    private int since;

    /** @param uncompleted messages that a synchronous replica hears of before they are in the queue */
    DepthAudit(FeedRequest request, Queue queue, ChangeFeed feed, UncompletedAdditions uncompleted) {
        this.request = request;
        this.queue = queue;
        this.feed = feed;
        this.uncompleted = uncompleted;
    }

    /**
     * Takes a look.
     *
     * @param live whether the feed knows the whole queue
     * @return whether it is to be believed that changes were missed
     */
    boolean hasMissedChanges(boolean live) {
        long difference = live ? difference() : 0;
        since = difference != 0 && difference == last ? since + 1 : 0;
        last = difference;
        if (since < PATIENCE) {
            return false;
        }
        since = 0;
        LOGGER.warn(
                "Original queue {} has {} messages more than its changes account for: comparing it with replica {}",
                queue.getName(),
                difference,
                request.replicaQueue());
        return true;
    }

    private long difference() {
        int stillToCome = request.synchronous() ? uncompleted.count(queue) : 0;
        return QueueDepth.of(queue) + stillToCome - feed.state().depth();
    }
}
