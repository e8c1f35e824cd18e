// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.LastValueQueue;

/** How many messages a queue stores, those that a consumer holds included; may be asked for on any thread. */
public final class QueueDepth {

    private QueueDepth() {}

    /**
     * Whether {@link #of} can be relied on to the last message. What is in pages cannot: a broker that was killed counts
     * them anew in the background while others come and go, and may be off by some ever after.
     */
    public static boolean isExact(Queue queue) {
        return queue.getPageSubscription() == null
                || (!queue.getPageSubscription().isPaging() && !isCountedAnew(queue));
    }

    /** Whether the broker, which has been started, still counts what is in pages: until then it goes by an old figure. */
    public static boolean isCountedAnew(Queue queue) {
        return queue.getPageSubscription() != null
                && queue.getPageSubscription().isCounterPending();
    }

    /**
     * Counts each message once. The broker leaves out what consumers hold of a last-value queue, and counts it twice
     * where a message stays in the queue while it is delivered.
     */
    public static long of(Queue queue) {
        long counted = queue.getMessageCount();
        // The setting isLastValue is false where only a key was given.
        boolean lastValue = queue instanceof LastValueQueue;
        if (lastValue == queue.isNonDestructive()) {
            return counted;
        }
        return lastValue ? counted + queue.getDeliveringCount() : counted - queue.getDeliveringCount();
    }
}
