// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import io.netty.buffer.ByteBuf;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.persistence.Persister;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.LargeMessagePersister;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.spi.core.protocol.MessagePersister;

/**
 * Writes and reads messages in the broker's own persistent encoding, so that a message of any protocol arrives
 * bit-exact; stateless, safe on any thread.
 *
 * <p>Of a large message only the head is encoded here; its body travels in chunks.
 */
public final class MessageCodec {

    private static final byte CORE_LARGE = 1;
    private static final byte BY_PERSISTER = 2;

    private MessageCodec() {}

    /** Appends the encoding of the message, or of the head of a large one. */
    @SuppressWarnings("unchecked")
    public static void encode(Message message, ByteBuf out) {
        if (message instanceof LargeServerMessageImpl large) {
            out.writeByte(CORE_LARGE);
            LargeMessagePersister.getInstance().encode(new ChannelBufferWrapper(out), large);
            return;
        }
        out.writeByte(BY_PERSISTER);
        ((Persister<Message>) (Persister<?>) message.getPersister()).encode(new ChannelBufferWrapper(out), message);
    }

    /**
     * Reads one message from exactly the readable bytes of {@code in}; the message keeps a copy of them. A large
     * message comes back with the original's id and no body file yet.
     *
     * @throws RuntimeException if the bytes are not an encoded message
     */
    public static Message decode(ByteBuf in, StorageManager storage) {
        byte kind = in.readByte();
        if (kind == CORE_LARGE) {
            LargeServerMessage large = storage.createCoreLargeMessage();
            LargeMessagePersister.getInstance().decode(new ChannelBufferWrapper(in), large, null);
            return large.toMessage();
        }
        if (kind != BY_PERSISTER) {
            throw new IllegalArgumentException("no message encoding of kind " + kind);
        }
        Message message = MessagePersister.getInstance().decode(new ChannelBufferWrapper(in), null, null, storage);
        if (message instanceof AMQPMessage amqp && !message.isLargeMessage()) {
            // Before its sections are read an AMQP message counts as durable; without a header it is not.
            amqp.getHeader();
        }
        return message;
    }
}
