// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.wire.WireException;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.converter.AMQPMessageSupport;

/**
 * The message annotation by which an AMQP client says how long after its arrival a message is due. A broker remembers when
 * that is beside the message, whose encoding it leaves as it is: who gets that alone would count from its own arrival.
 */
final class DelayAnnotation {

    private static final ByteBuf NAME =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(AMQPMessageSupport.X_OPT_DELIVERY_DELAY, US_ASCII));

    private DelayAnnotation() {}

    /**
     * Whether a message has it, or may have it.
     *
     * @param encoded as its persister wrote it; moves no index
     */
    static boolean isOn(AMQPMessage message, ByteBuf encoded) {
        if (message.isLargeMessage()) {
            // Its annotations are decoded when it comes.
            return message.hasScheduledDeliveryTime();
        }
        // The message itself must not be searched: a consumer may be reading it, and the search moves its position.
        try {
            ByteBuf annotations = EncodedMessage.messageAnnotations(encoded);
            return ByteBufUtil.indexOf(NAME, annotations) >= 0;
        } catch (WireException e) {
            // Whoever receives it will not take it either.
            return false;
        }
    }
}
