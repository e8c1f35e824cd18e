// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.MessageReference;

/**
 * A message of the original queue that a replica has still to be told of. Holds on to the message's reference in the
 * queue (catch-up) or to the message itself (live), and keeps the body file of a large one until released.
 */
final class PendingAddition {

    private final long id;
    private final long sequence;
    private final long sinceNanos;
    private final MessageReference reference;
    private final Message message;
    private final boolean pinned;

    private PendingAddition(long id, long sequence, long sinceNanos, MessageReference reference, Message message) {
        this.id = id;
        this.sequence = sequence;
        this.sinceNanos = sinceNanos;
        this.reference = reference;
        this.message = message;
        this.pinned = message instanceof LargeServerMessage;
        if (pinned) {
            message.usageUp();
        }
    }

    static PendingAddition ofCatchUp(MessageReference reference) {
        Message message = reference.getMessage();
        boolean large = message.isLargeMessage();
        return new PendingAddition(reference.getMessageID(), 0, 0, large ? null : reference, large ? message : null);
    }

    static PendingAddition ofChange(long id, long sequence, long sinceNanos, Message message) {
        return new PendingAddition(id, sequence, sinceNanos, null, message);
    }

    long id() {
        return id;
    }

    /** Position among the live changes; 0 for one of the catch-up. */
    long sequence() {
        return sequence;
    }

    /** {@link System#nanoTime()} of the change; 0 for one of the catch-up. */
    long sinceNanos() {
        return sinceNanos;
    }

    boolean isCatchUp() {
        return sequence == 0;
    }

    Message message() {
        return message != null ? message : reference.getMessage();
    }

    /** To be called exactly once, when the message was sent or is not to be sent any more. */
    void release() {
        if (pinned) {
            message.usageDown();
        }
    }
}
