// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;

/**
 * Sends byte payloads to one address of the original broker; any thread may call it, its futures complete on the event
 * loop of its connection.
 */
public final class AmqpSender extends AmqpLink {

    private final Sender sender;
    private final int maxPendingSends;
    private final AtomicInteger pendingSends = new AtomicInteger();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Set<Outgoing> unconfirmed = new HashSet<>();
    private long nextTag;

    AmqpSender(AmqpConnection connection, Sender sender, String address) {
        super(connection, address);
        this.sender = sender;
        this.maxPendingSends = connection.settings().maxPendingSends();
    }

    /**
     * Sends one message with the given application properties (values: String, Long, Integer, Boolean) and the body as
     * one Data section; the body must not be changed until the future is done.
     *
     * @return completes when the peer has accepted the message; fails with an {@link AmqpException} when it has not, when
     *     too many messages wait for credit, or when the link ends first, in which case the message may have arrived
     * @throws IllegalArgumentException if a property's value has another type
     */
    public CompletableFuture<Void> send(Map<String, Object> applicationProperties, byte[] body) {
        Outgoing outgoing =
                new Outgoing(MessageSections.encode(applicationProperties, body), new CompletableFuture<>());
        if (pendingSends.incrementAndGet() > maxPendingSends) {
            pendingSends.decrementAndGet();
            return CompletableFuture.failedFuture(new AmqpException(
                    Reason.REFUSED, subject() + ": " + maxPendingSends + " messages already wait for credit"));
        }
        if (!connection.run(() -> enqueue(outgoing))) {
            pendingSends.decrementAndGet();
            return CompletableFuture.failedFuture(notOpen());
        }
        return outgoing.confirmed;
    }

    @Override
    Sender link() {
        return sender;
    }

    @Override
    boolean isAccepted() {
        return sender.getRemoteTarget() != null;
    }

    @Override
    void flow() {
        transmit();
    }

    @Override
    void delivery(Delivery delivery) {
        DeliveryState state = delivery.getRemoteState();
        if (state == null && !delivery.remotelySettled()) {
            return;
        }
        Outgoing outgoing = (Outgoing) delivery.getContext();
        delivery.settle();
        if (outgoing != null && unconfirmed.remove(outgoing)) {
            confirm(outgoing, state);
        }
    }

    @Override
    void ended(AmqpException cause) {
        pendingSends.addAndGet(-waiting.size());
        waiting.forEach(outgoing -> outgoing.confirmed.completeExceptionally(cause));
        waiting.clear();
        unconfirmed.forEach(outgoing -> outgoing.confirmed.completeExceptionally(cause));
        unconfirmed.clear();
    }

    @Override
    String subject() {
        return "The link to " + address + " on " + connection.remoteAddress();
    }

    private void enqueue(Outgoing outgoing) {
        if (!isOpen()) {
            pendingSends.decrementAndGet();
            outgoing.confirmed.completeExceptionally(notOpen());
            return;
        }
        waiting.add(outgoing);
        transmit();
    }

    private void transmit() {
        while (sender.getCredit() > 0 && !waiting.isEmpty()) {
            Outgoing outgoing = waiting.remove();
            pendingSends.decrementAndGet();
            Delivery delivery = sender.delivery(
                    ByteBuffer.allocate(Long.BYTES).putLong(nextTag++).array());
            delivery.setContext(outgoing);
            unconfirmed.add(outgoing);
            sender.send(outgoing.message, 0, outgoing.message.length);
            sender.advance();
        }
    }

    private void confirm(Outgoing outgoing, DeliveryState state) {
        if (state instanceof Accepted) {
            outgoing.confirmed.complete(null);
        } else {
            outgoing.confirmed.completeExceptionally(refusal(state));
        }
    }

    private AmqpException refusal(DeliveryState state) {
        String message = connection.remoteAddress() + " refused a message to " + address;
        if (state instanceof Rejected rejected) {
            return Failures.remote(message, rejected.getError(), Reason.REFUSED);
        }
        if (state instanceof Released || state instanceof Modified) {
            return new AmqpException(Reason.REFUSED, message + ": it was given back undelivered");
        }
        return new AmqpException(Reason.PROTOCOL, message + ": it was settled without an outcome");
    }

    private AmqpException notOpen() {
        return new AmqpException(Reason.CLOSED, subject() + " is not open");
    }

    /** One message on its way; compared by identity. */
    private static final class Outgoing {

        private final byte[] message;
        private final CompletableFuture<Void> confirmed;

        Outgoing(byte[] message, CompletableFuture<Void> confirmed) {
            this.message = message;
            this.confirmed = confirmed;
        }
    }
}
