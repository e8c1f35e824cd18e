// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.codec.CompositeReadableBuffer;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives byte payloads from one address of the original broker. Its handler is called on the event loop of the
 * connection, in order; its other methods may be called by any thread.
 *
 * <p>It holds at most {@code credit} messages that are not accepted yet.
 */
public final class AmqpReceiver extends AmqpLink {

    private static final Logger LOGGER = LoggerFactory.getLogger(AmqpReceiver.class);

    private final Receiver receiver;
    private final int credit;
    private final int maxPayloadSize;
    private final Consumer<AmqpDelivery> handler;
    private final Queue<Delivery> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean settlingScheduled = new AtomicBoolean();

    AmqpReceiver(
            AmqpConnection connection, Receiver receiver, String address, int credit, Consumer<AmqpDelivery> handler) {
        super(connection, address);
        this.receiver = receiver;
        this.credit = credit;
        this.maxPayloadSize = connection.settings().maxPayloadSize();
        this.handler = handler;
    }

    @Override
    Receiver link() {
        return receiver;
    }

    @Override
    boolean isAccepted() {
        return receiver.getRemoteSource() != null;
    }

    @Override
    CompletableFuture<Void> open() {
        CompletableFuture<Void> opened = super.open();
        receiver.flow(credit);
        return opened;
    }

    @Override
    void delivery(Delivery ignored) {
        for (Delivery delivery = receiver.current(); delivery != null; delivery = receiver.current()) {
            if (!isOpen()) {
                receiver.recv();
                return;
            }
            if (delivery.isAborted()) {
                skip(delivery);
            } else if (delivery.available() > maxPayloadSize) {
                fault("amqp:link:message-size-exceeded", "a message is larger than " + maxPayloadSize + " bytes");
            } else if (delivery.isPartial()) {
                return;
            } else {
                receive(delivery);
            }
        }
    }

    @Override
    void ended(AmqpException cause) {
        accepted.clear();
    }

    @Override
    String subject() {
        return "The link from " + address + " on " + connection.remoteAddress();
    }

    /** Many accepted deliveries become one task and one flush, however many threads accept. */
    void accept(Delivery delivery) {
        if (!isOpen()) {
            return;
        }
        accepted.add(delivery);
        if (settlingScheduled.compareAndSet(false, true)) {
            connection.run(this::settleAccepted);
        }
    }

    private void settleAccepted() {
        settlingScheduled.set(false);
        int settled = 0;
        for (Delivery delivery = accepted.poll(); delivery != null && isOpen(); delivery = accepted.poll()) {
            // Accepted twice must not count as credit twice.
            if (!delivery.isSettled()) {
                delivery.disposition(Accepted.getInstance());
                delivery.settle();
                settled++;
            }
        }
        if (settled > 0) {
            receiver.flow(settled);
        }
    }

    private void skip(Delivery delivery) {
        receiver.advance();
        delivery.settle();
        receiver.flow(1);
    }

    private void receive(Delivery delivery) {
        ByteBuf message = bytesOf(receiver.recv());
        receiver.advance();
        ByteBuf payload;
        try {
            payload = MessageSections.payloadOf(message);
        } catch (MessageSections.MalformedMessageException e) {
            fault("amqp:decode-error", e.getMessage());
            return;
        }
        try {
            handler.accept(new AmqpDelivery(this, delivery, payload));
        } catch (RuntimeException e) {
            LOGGER.warn("{}: a message could not be handled, so the link is closed", subject(), e);
            fault("amqp:internal-error", "a message could not be handled: " + Failures.describe(e));
        }
    }

    /** Takes over the engine's arrays where it can: a message of one frame is not copied. */
    private static ByteBuf bytesOf(ReadableBuffer buffer) {
        if (buffer instanceof CompositeReadableBuffer composite && composite.position() == 0) {
            return composite.hasArray()
                    ? Unpooled.wrappedBuffer(composite.array(), composite.arrayOffset(), composite.remaining())
                    : Unpooled.wrappedBuffer(composite.getArrays().toArray(new byte[0][]));
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return Unpooled.wrappedBuffer(copy);
    }
}
