// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.buffer.ByteBuf;
import org.apache.qpid.proton.engine.Delivery;

/**
 * One message that has arrived whole; may be handed from the event loop to one other thread.
 *
 * <p>The payload lies on the heap and needs no release; it belongs to the receiver of the delivery.
 */
public final class AmqpDelivery {

    private final AmqpReceiver receiver;
    private final Delivery delivery;
    private final ByteBuf payload;
    private final int size;

    AmqpDelivery(AmqpReceiver receiver, Delivery delivery, ByteBuf payload) {
        this.receiver = receiver;
        this.delivery = delivery;
        this.payload = payload;
        this.size = payload.readableBytes();
    }

    /** Returns the content of the message's Data sections. */
    public ByteBuf payload() {
        return payload;
    }

    /** Returns the payload's size in bytes, whatever of it has been read. */
    public int size() {
        return size;
    }

    /**
     * Tells the original broker that the message is dealt with, which lets it send one more; any thread may call it.
     * A second call does nothing, nor does one once the link has ended: the message then counts as not accepted.
     */
    public void accept() {
        receiver.accept(delivery);
    }
}
