// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.wire.WireException;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.CoreMessageObjectPools;
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

    /** So that equal names and addresses are kept once; made for many threads, and small. */
    static final CoreMessageObjectPools POOLS = new CoreMessageObjectPools();

    private static final byte CORE_LARGE = 1;
    private static final byte BY_PERSISTER = 2;
    /** By its persister, and behind that when it is due (64 bits). */
    private static final byte DELAYED = 3;

    /** Of a message that says only how long after its arrival it is due: that is decided when it leaves its page. */
    public static final long DUE_ANEW = 0;

    private MessageCodec() {}

    /**
     * Appends the encoding of the message, or of the head of a large one.
     *
     * @param dueMillis asked when a message is due that says only how long after its arrival: since the epoch, positive, or
     *     {@link #DUE_ANEW}
     */
    public static void encode(Message message, LongSupplier dueMillis, ByteBuf out) {
        int start = out.writerIndex();
        encode(message, out);
        if (message instanceof AMQPMessage amqp
                && DelayAnnotation.isOn(amqp, out.slice(start + 1, out.writerIndex() - start - 1))) {
            out.setByte(start, DELAYED);
            out.writeLong(dueMillis.getAsLong());
        }
    }

    /** Appends the encoding of the message, or of the head of a large one, without when a delayed one is due. */
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
     * @throws WireException if the bytes are not an encoded message, whatever they are; they are then not decoded
     */
    public static Message decode(ByteBuf in, StorageManager storage) throws WireException {
        byte kind = in.isReadable() ? in.readByte() : 0;
        long due = kind == DELAYED ? EncodedMessage.takeDueTime(in) : DUE_ANEW;
        if (kind == CORE_LARGE) {
            EncodedMessage.requireSoundHead(in);
        } else if (kind == BY_PERSISTER || kind == DELAYED) {
            EncodedMessage.requireSound(in);
        } else {
            throw new WireException("no message encoding of kind " + kind);
        }
        try {
            Message message = kind == CORE_LARGE ? readLargeHead(in, storage) : readWithHeader(in, storage);
            EncodedMessage.requirePriority(message.getPriority());
            if (kind == DELAYED && !(message instanceof AMQPMessage)) {
                throw new WireException("no message of its kind is delayed");
            }
            if (due != DUE_ANEW) {
                setDue((AMQPMessage) message, due);
            }
            return message;
        } catch (RuntimeException e) {
            throw new WireException("it cannot be decoded: " + e, e);
        }
    }

    private static Message readLargeHead(ByteBuf in, StorageManager storage) {
        LargeServerMessage large = storage.createCoreLargeMessage();
        LargeMessagePersister.getInstance().decode(new ChannelBufferWrapper(in), large, null);
        return large.toMessage();
    }

    private static Message readWithHeader(ByteBuf in, StorageManager storage) {
        Message message = read(in, storage);
        if (message instanceof AMQPMessage amqp && !message.isLargeMessage()) {
            // The broker asks this of what it has just read from its journal, and loses a message that cannot answer.
            amqp.hasScheduledDeliveryTime();
            // Before its sections are read an AMQP message counts as durable; without a header it is not.
            amqp.getHeader();
        }
        return message;
    }

    /** Returns the message as a replica is to keep it: marked, and {@link #compact}. The message given must not be used any more. */
    public static Message kept(Message received, OriginalId mark, StorageManager storage) {
        if (received instanceof CoreMessage core && !received.isLargeMessage()) {
            ByteBuf encoded = MarkedEncoding.of(core, OriginalId.PROPERTY, mark.encoded());
            if (encoded != null) {
                CoreMessage kept = new CoreMessage(POOLS);
                kept.receiveBuffer(encoded);
                return kept;
            }
        }
        mark.markOn(received);
        Message kept = compact(received, storage);
        if (kept instanceof AMQPMessage scheduled && received.hasScheduledDeliveryTime()) {
            // Its encoding may not tell.
            setDue(scheduled, received.getScheduledDeliveryTime());
        }
        return kept;
    }

    private static void setDue(AMQPMessage message, long dueMillis) {
        // Reads the sections, and would forget it if that were done later.
        message.getHeader();
        message.setScheduledDeliveryTime(dueMillis);
    }

    /**
     * Returns the message as it is to be kept: equal, but with nothing of it decoded and no byte more than its encoding.
     * What a message has decoded it keeps for as long as it lives; it takes more memory than the encoding, and the broker
     * counts less of it. The message given must not be used any more. A large one is returned as it is, and so is an AMQP
     * message that is not durable, which only its sections tell.
     */
    public static Message compact(Message message, StorageManager storage) {
        if (message.isLargeMessage()) {
            return message;
        }
        if (message instanceof CoreMessage core) {
            CoreMessage compact = new CoreMessage(POOLS);
            compact.receiveBuffer(exactlyEncoded(core));
            return compact;
        }
        if (!message.isDurable()) {
            return message;
        }
        ByteBuf encoded = Unpooled.buffer();
        encode(message, encoded);
        return read(encoded.skipBytes(Byte.BYTES), storage);
    }

    private static ByteBuf exactlyEncoded(CoreMessage message) {
        int size = message.getEncodeSize();
        ByteBuf encoded = message.getBuffer();
        return encoded.capacity() == size ? encoded : encoded.copy(0, size);
    }

    private static Message read(ByteBuf in, StorageManager storage) {
        return MessagePersister.getInstance().decode(new ChannelBufferWrapper(in), null, POOLS, storage);
    }
}
