// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import org.apache.activemq.artemis.api.core.Message;

/**
 * When a message's sender wants it to be delivered, which may have passed. A message that only its broker holds back,
 * as a consumer has given it back where there is a delay before redelivery, has none: the delay is kept in its
 * reference. Stateless, safe on any thread.
 */
public final class OwnTime {

    private OwnTime() {}

    /** Whether the message has such a time, so that its place in the queue depends on when that comes, or came. */
    public static boolean isSetOn(Message message) {
        Long time = message.getScheduledDeliveryTime();
        return time != null && time != 0;
    }
}
