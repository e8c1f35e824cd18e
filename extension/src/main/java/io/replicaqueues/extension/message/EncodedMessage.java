// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import io.netty.buffer.ByteBuf;
import io.replicaqueues.extension.wire.WireException;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.message.impl.CoreMessagePersister;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPLargeMessagePersister;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessagePersister;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessagePersisterV2;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessagePersisterV3;
import org.apache.activemq.artemis.utils.DataConstants;

/**
 * Looks through an encoded message before the broker decodes it; stateless, allocates nothing.
 *
 * <p>The broker reads such bytes from its own journal and believes them: a length of two gigabytes is allocated before it
 * is compared with what is there, and a negative one leads its pools of texts to read memory outside of the array, which
 * ends the JVM. What comes over a link is therefore decoded only once every length and count in it was found to fit.
 */
final class EncodedMessage {

    private static final int HIGHEST_PRIORITY = 9;
    private static final int USER_ID = 16;
    private static final int TYPE_DURABLE_EXPIRATION_TIMESTAMP = 2 * Byte.BYTES + 2 * Long.BYTES;
    private static final int NOT_PRESENT = -1;
    /** Where a section of a large AMQP message may stand: the broker reserves as much for the sections before. */
    private static final int FARTHEST_SECTION = 1 << 20;

    private EncodedMessage() {}

    /** Requires the readable bytes to be one message as a persister of the broker wrote it; moves no index. */
    static void requireSound(ByteBuf message) throws WireException {
        ByteBuf in = message.duplicate();
        try {
            byte persister = in.readByte();
            switch (persister) {
                case CoreMessagePersister.ID -> core(in);
                case AMQPMessagePersister.ID, AMQPMessagePersisterV2.ID, AMQPMessagePersisterV3.ID ->
                    amqp(persister, in);
                case AMQPLargeMessagePersister.ID -> largeAmqp(in);
                default -> throw new WireException("no message encoding is known by the number " + persister);
            }
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            throw unsound(e);
        }
    }

    /** Takes from the end of an encoding when the message is due, in milliseconds since the epoch. */
    static long takeDueTime(ByteBuf message) throws WireException {
        int end = message.writerIndex() - Long.BYTES;
        if (end < message.readerIndex()) {
            throw new WireException("it is cut short");
        }
        long due = message.getLong(end);
        if (due < 0) {
            throw new WireException("it is due at " + due);
        }
        message.writerIndex(end);
        return due;
    }

    /**
     * The message annotations of an AMQP message, empty if it has none; moves no index.
     *
     * @param message as a persister of the broker wrote it, and no large one
     */
    static ByteBuf messageAnnotations(ByteBuf message) throws WireException {
        ByteBuf in = message.duplicate();
        try {
            in.skipBytes(Byte.BYTES + 2 * Long.BYTES);
            nullableText(in);
            int end = length(in) + in.readerIndex();
            return new EncodedAmqp(in).messageAnnotations(end);
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            throw unsound(e);
        }
    }

    /** Requires the readable bytes to be the headers and properties of a Core message; moves no index. */
    static void requireSoundHead(ByteBuf head) throws WireException {
        ByteBuf in = head.duplicate();
        try {
            headersAndProperties(in);
            requireEnd(in);
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            throw unsound(e);
        }
    }

    private static void core(ByteBuf in) throws WireException {
        in.skipBytes(Long.BYTES);
        nullableText(in);
        if (length(in) != in.readableBytes()) {
            throw new WireException("bytes are left behind it");
        }
        skip(in, in.readInt() - CoreMessage.BUFFER_HEADER_SPACE);
        headersAndProperties(in);
    }

    private static void amqp(byte persister, ByteBuf in) throws WireException {
        in.skipBytes(2 * Long.BYTES);
        nullableText(in);
        int end = length(in) + in.readerIndex();
        new EncodedAmqp(in).sections(end);
        in.readerIndex(end);
        if (persister != AMQPMessagePersister.ID) {
            extraProperties(in);
        }
        if (persister == AMQPMessagePersisterV3.ID) {
            in.skipBytes(Long.BYTES);
        }
        requireEnd(in);
    }

    private static void largeAmqp(ByteBuf in) throws WireException {
        in.skipBytes(Long.BYTES + Byte.BYTES + Long.BYTES);
        nullableText(in);
        extraProperties(in);
        EncodedAmqp sections = new EncodedAmqp(in);
        int farthest = Math.max(FARTHEST_SECTION, Byte.SIZE * in.readableBytes());
        positions(2, farthest, in);
        sections.value();
        positions(3, farthest, in);
        sections.value();
        positions(1, farthest, in);
        sections.value();
        positions(2, farthest, in);
        sections.value();
    }

    private static void positions(int count, int farthest, ByteBuf in) throws WireException {
        for (int i = 0; i < count; i++) {
            int position = in.readInt();
            if (position < NOT_PRESENT || position > farthest) {
                throw new WireException("a section of it stands at " + position);
            }
        }
    }

    private static void extraProperties(ByteBuf in) throws WireException {
        if (in.readInt() != 0) {
            properties(in);
        }
    }

    private static void headersAndProperties(ByteBuf in) throws WireException {
        in.skipBytes(Long.BYTES);
        nullableText(in);
        if (isPresent(in)) {
            in.skipBytes(USER_ID);
        }
        in.skipBytes(TYPE_DURABLE_EXPIRATION_TIMESTAMP);
        requirePriority(in.readByte());
        properties(in);
    }

    private static void properties(ByteBuf in) throws WireException {
        if (!isPresent(in)) {
            return;
        }
        int count = in.readInt();
        if (count < 0 || count > in.readableBytes()) {
            throw new WireException("it claims to have " + count + " properties");
        }
        for (int i = 0; i < count; i++) {
            text(in);
            byte type = in.readByte();
            if (type == DataConstants.STRING) {
                text(in);
            } else {
                skip(in, EncodedProperties.sizeOf(type, in));
            }
        }
    }

    private static void nullableText(ByteBuf in) throws WireException {
        if (isPresent(in)) {
            text(in);
        }
    }

    private static void text(ByteBuf in) throws WireException {
        int length = length(in);
        if (length % Character.BYTES != 0) {
            throw new WireException("a text of it has half a character");
        }
        in.skipBytes(length);
    }

    private static boolean isPresent(ByteBuf in) throws WireException {
        byte present = in.readByte();
        if (present != DataConstants.NULL && present != DataConstants.NOT_NULL) {
            throw new WireException("it is unclear whether a part of it is there");
        }
        return present == DataConstants.NOT_NULL;
    }

    private static int length(ByteBuf in) throws WireException {
        int length = in.readInt();
        requireReadable(in, length);
        return length;
    }

    private static void skip(ByteBuf in, int length) throws WireException {
        requireReadable(in, length);
        in.skipBytes(length);
    }

    private static void requireReadable(ByteBuf in, int length) throws WireException {
        if (length < 0 || length > in.readableBytes()) {
            throw new WireException("a part of " + length + " bytes stands where " + in.readableBytes() + " are left");
        }
    }

    private static void requireEnd(ByteBuf in) throws WireException {
        if (in.isReadable()) {
            throw new WireException("bytes are left behind it");
        }
    }

    /** The broker has a list for each of these, and finds out when the message is stored and cannot be refused any more. */
    static void requirePriority(byte priority) throws WireException {
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new WireException("its priority is " + priority);
        }
    }

    private static WireException unsound(RuntimeException cause) {
        return new WireException(
                cause instanceof IndexOutOfBoundsException ? "it is cut short" : cause.getMessage(), cause);
    }
}
