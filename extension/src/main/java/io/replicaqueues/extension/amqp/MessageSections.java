// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/**
 * The little of AMQP's message format that payloads need; stateless, may be used by any thread.
 *
 * <p>A message is a row of sections, each a described value: {@code 0x00}, the descriptor as a small or full ulong, and
 * the value. Of these only Data is opened, without decoding the others:
 *
 * <table>
 * <caption>Value constructors a section may have</caption>
 * <tr><th>constructor</th><th>value</th></tr>
 * <tr><td>{@code 0x40}, {@code 0x45}</td><td>null, empty list: nothing follows</td></tr>
 * <tr><td>{@code 0xa0}, {@code 0xa1}, {@code 0xc0}, {@code 0xc1}, {@code 0xe0}</td><td>one byte of size, then that many</td></tr>
 * <tr><td>{@code 0xb0}, {@code 0xb1}, {@code 0xd0}, {@code 0xd1}, {@code 0xf0}</td><td>four bytes of size, then that many</td></tr>
 * </table>
 */
final class MessageSections {

    private static final int DESCRIBED = 0x00;
    private static final int SMALL_ULONG = 0x53;
    private static final int ULONG = 0x80;
    private static final long DATA = 0x75;

    private static final int ENCODING_OVERHEAD = 64;
    private static final int LARGEST_UTF_8_CHARACTER = 3;
    private static final int PROPERTY_OVERHEAD = 20;

    private MessageSections() {}

    /** Says that bytes are no message with a Data section; the text says why. */
    static final class MalformedMessageException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedMessageException(String message) {
            super(message);
        }
    }

    /** Returns a message of the given application properties and one Data section. */
    static byte[] encode(Map<String, Object> applicationProperties, byte[] body) {
        Message message = Proton.message();
        message.setApplicationProperties(new ApplicationProperties(applicationProperties));
        message.setBody(new Data(new Binary(body)));
        byte[] buffer = new byte[largestSize(applicationProperties, body)];
        int size = message.encode(buffer, 0, buffer.length);
        return Arrays.copyOf(buffer, size);
    }

    private static int largestSize(Map<String, Object> applicationProperties, byte[] body) {
        int size = ENCODING_OVERHEAD + body.length;
        for (Map.Entry<String, Object> property : applicationProperties.entrySet()) {
            int characters = property.getKey().length();
            if (property.getValue() instanceof String text) {
                characters += text.length();
            } else if (!isSimple(property.getValue())) {
                throw new IllegalArgumentException("Property " + property.getKey() + " has a type that is not sent");
            }
            size += PROPERTY_OVERHEAD + characters * LARGEST_UTF_8_CHARACTER;
        }
        return size;
    }

    private static boolean isSimple(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Boolean;
    }

    /** Returns the content of the Data sections, in place where there is one. */
    static ByteBuf payloadOf(ByteBuf message) throws MalformedMessageException {
        ByteBuf payload = null;
        try {
            while (message.isReadable()) {
                boolean isData = readDescriptor(message) == DATA;
                ByteBuf value = message.readSlice(readSize(message));
                if (isData) {
                    payload = payload == null ? value : Unpooled.wrappedBuffer(payload, value);
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedMessageException("a message ends in the middle of a section");
        }
        if (payload == null) {
            throw new MalformedMessageException("a message has no Data section");
        }
        return payload;
    }

    private static long readDescriptor(ByteBuf message) throws MalformedMessageException {
        if (message.readUnsignedByte() != DESCRIBED) {
            throw new MalformedMessageException("a message has no sections");
        }
        return switch (message.readUnsignedByte()) {
            case SMALL_ULONG -> message.readUnsignedByte();
            case ULONG -> message.readLong();
            default -> throw new MalformedMessageException("a message's section has no numeric descriptor");
        };
    }

    private static int readSize(ByteBuf message) throws MalformedMessageException {
        int constructor = message.readUnsignedByte();
        int size = switch (constructor) {
            case 0x40, 0x45 -> 0;
            case 0xa0, 0xa1, 0xc0, 0xc1, 0xe0 -> message.readUnsignedByte();
            case 0xb0, 0xb1, 0xd0, 0xd1, 0xf0 -> message.readInt();
            default ->
                throw new MalformedMessageException(
                        "a message's section begins with 0x" + Integer.toHexString(constructor));
        };
        if (size < 0) {
            throw new MalformedMessageException("a message's section is too large");
        }
        return size;
    }
}
