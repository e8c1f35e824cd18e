// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.message.PageReader;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.MessageReference;

/**
 * A message of the original queue that a replica has still to be told of. Holds on to the message's reference in the
 * queue (catch-up), to its place in a page, or to the message itself (live), and keeps the body file of a large one, if
 * it is not in a page, until released.
 */
final class PendingAddition {

    private static final long NOT_PAGED = -1;
    /** Since the epoch. */
    private static final long LONG_DUE = 1;

    private final long id;
    private final long sequence;
    private final long sinceNanos;
    private final MessageReference reference;
    private final Message message;
    private final long position;
    private final boolean pinned;
    private final int memoryEstimate;

    private PendingAddition(
            long id, long sequence, long sinceNanos, MessageReference reference, Message message, long position) {
        this.id = id;
        this.sequence = sequence;
        this.sinceNanos = sinceNanos;
        this.reference = reference;
        this.message = message;
        this.position = position;
        this.pinned = message instanceof LargeServerMessage;
        this.memoryEstimate = message == null ? 0 : message.getMemoryEstimate();
        if (pinned) {
            message.usageUp();
        }
    }

    static PendingAddition ofCatchUp(MessageReference reference) {
        Message message = reference.getMessage();
        return new PendingAddition(
                reference.getMessageID(), 0, 0, reference, message.isLargeMessage() ? message : null, NOT_PAGED);
    }

    /** @param position as {@link io.replicaqueues.extension.message.PagePositions} has it */
    static PendingAddition ofPaged(long id, long position) {
        return new PendingAddition(id, 0, 0, null, null, position);
    }

    static PendingAddition ofChange(long id, long sequence, long sinceNanos, Message message) {
        return new PendingAddition(id, sequence, sinceNanos, null, message, NOT_PAGED);
    }

    long id() {
        return id;
    }

    /** Of a message that is not in a page. */
    byte priority() {
        return (message != null ? message : reference.getMessage()).getPriority();
    }

    /** A live addition that takes its place in a catch-up; each of both is to be released. */
    PendingAddition asCatchUp() {
        return ofChange(id, 0, 0, message);
    }

    /** Position among the live changes; 0 for one of the catch-up. */
    long sequence() {
        return sequence;
    }

    /** {@link System#nanoTime()} of the change; 0 for one of the catch-up. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** Bytes of memory that the message takes, as its broker reckons; 0 if it is only referred to. */
    int memoryEstimate() {
        return memoryEstimate;
    }

    boolean isPaged() {
        return position != NOT_PAGED;
    }

    boolean isCatchUp() {
        return sequence == 0;
    }

    /**
     * The message, read from its page if that is where it is.
     *
     * @throws ActiveMQException if it has gone with its page
     */
    Message message(PageReader pages) throws ActiveMQException {
        if (position == NOT_PAGED) {
            if (message != null) {
                return message;
            }
            Message present = reference.getMessage();
            return reference.isPaged() ? PageReader.completed(present) : present;
        }
        PagedMessage paged = pages.read(position);
        if (paged == null || paged.getMessage().getMessageID() != id) {
            throw new ActiveMQException("message " + id + " has gone with its page");
        }
        return paged.getMessage();
    }

    /**
     * When the message is due, in milliseconds since the epoch, if it says only how long after its arrival.
     *
     * @param sent what {@link #message} returned
     */
    long dueMillis(Message sent) {
        if (isPaged()) {
            return MessageCodec.DUE_ANEW;
        }
        // After a restart of the broker only the reference knows, which forgets a time that has passed.
        long due = reference != null ? reference.getScheduledDeliveryTime() : sent.getScheduledDeliveryTime();
        return Math.max(LONG_DUE, due);
    }

    /** To be called exactly once, when the message was sent or is not to be sent any more. */
    void release() {
        if (pinned) {
            message.usageDown();
        }
    }
}
