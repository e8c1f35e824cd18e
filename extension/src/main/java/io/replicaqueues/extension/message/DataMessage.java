// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.wire.WireException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPStandardMessage;

/** An AMQP message of application properties and one Data section, as requests are sent; stateless. */
public final class DataMessage {

    private static final int DATA = 0x00_53_75;
    private static final int BINARY_8 = 0xa0;
    private static final int BINARY_32 = 0xb0;

    private DataMessage() {}

    /**
     * Returns the content of the Data section, without decoding anything. The sections in front of it are found to be
     * safe to decode.
     *
     * @param most bytes that the whole message may have
     * @throws WireException if the message is of another kind, or larger
     */
    public static byte[] contentOf(Message message, int most) throws WireException {
        if (!(message instanceof AMQPStandardMessage amqp) || amqp.getEncodeSize() > most) {
            throw new WireException("it is no AMQP message of at most " + most + " bytes");
        }
        ByteBuf in = Unpooled.buffer(amqp.getPersistSize());
        amqp.persist(new ChannelBufferWrapper(in));
        try {
            in.skipBytes(Integer.BYTES);
            new EncodedAmqp(in).sections(in.writerIndex());
            return data(in);
        } catch (IndexOutOfBoundsException e) {
            throw new WireException("it is cut short", e);
        }
    }

    private static byte[] data(ByteBuf in) throws WireException {
        int descriptor = in.readUnsignedMedium();
        int constructor = in.readUnsignedByte();
        if (descriptor != DATA || (constructor != BINARY_8 && constructor != BINARY_32)) {
            throw new WireException("its body is no Data section");
        }
        int length = constructor == BINARY_8 ? in.readUnsignedByte() : in.readInt();
        if (length != in.readableBytes()) {
            throw new WireException("its body has another size than it says");
        }
        byte[] content = new byte[length];
        in.readBytes(content);
        return content;
    }
}
