// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import io.netty.buffer.ByteBuf;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.utils.DataConstants;
import org.apache.activemq.artemis.utils.collections.TypedProperties;

/**
 * Reads properties of a Core message where they are encoded, safe on any thread. Asked for one of its properties, the
 * message itself decodes all of them and keeps them for as long as it lives, which may cost more memory than the message
 * did before, and the broker does not count it.
 */
final class EncodedProperties {

    private static final int TYPE_DURABLE_EXPIRATION_TIMESTAMP_PRIORITY = 3 * Byte.BYTES + 2 * Long.BYTES;
    private static final int USER_ID = 16;

    private EncodedProperties() {}

    /** Decodes all of them, for the caller alone. */
    static TypedProperties decoded(CoreMessage message) {
        if (message.isLargeMessage()) {
            return message.getProperties();
        }
        CoreMessage reader = new CoreMessage(MessageCodec.POOLS);
        synchronized (message) {
            reader.decodeHeadersAndProperties(encoded(message));
        }
        return reader.getProperties();
    }

    /** Returns the value of a property of bytes, or null if there is none of this name. */
    static byte[] bytes(CoreMessage message, SimpleString name) {
        if (message.isLargeMessage()) {
            return message.getExtraBytesProperty(name);
        }
        // As the broker does where it searches: the message could be encoded anew meanwhile.
        synchronized (message) {
            ByteBuf in = encoded(message);
            skipHeaders(in);
            if (in.readByte() == DataConstants.NULL) {
                return null;
            }
            for (int left = in.readInt(); left > 0; left--) {
                int length = in.readInt();
                boolean found = name.equals(in, in.readerIndex(), length);
                in.skipBytes(length);
                byte type = in.readByte();
                if (found && type == DataConstants.BYTES) {
                    byte[] value = new byte[in.readInt()];
                    in.readBytes(value);
                    return value;
                }
                in.skipBytes(sizeOf(type, in));
            }
            return null;
        }
    }

    /** A view of the headers and properties, encoded as the message is now; while it is used, the message is to be locked. */
    static ByteBuf encoded(CoreMessage message) {
        int unused = message.getEncodeSize();
        int start = message.getEndOfBodyPosition() - CoreMessage.BUFFER_HEADER_SPACE + CoreMessage.BODY_OFFSET;
        return message.getBuffer().duplicate().readerIndex(start);
    }

    static void skipHeaders(ByteBuf in) {
        in.skipBytes(Long.BYTES);
        if (in.readByte() != DataConstants.NULL) {
            int address = in.readInt();
            in.skipBytes(address);
        }
        if (in.readByte() != DataConstants.NULL) {
            in.skipBytes(USER_ID);
        }
        in.skipBytes(TYPE_DURABLE_EXPIRATION_TIMESTAMP_PRIORITY);
    }

    /** Reads how many bytes a value of the type has, or tells, or throws an exception if there is no such type. */
    static int sizeOf(byte type, ByteBuf in) {
        return switch (type) {
            case DataConstants.NULL -> 0;
            case DataConstants.BOOLEAN, DataConstants.BYTE -> Byte.BYTES;
            case DataConstants.SHORT, DataConstants.CHAR -> Short.BYTES;
            case DataConstants.INT, DataConstants.FLOAT -> Integer.BYTES;
            case DataConstants.LONG, DataConstants.DOUBLE -> Long.BYTES;
            case DataConstants.BYTES, DataConstants.STRING -> in.readInt();
            default -> throw new IllegalStateException("property of unknown type " + type);
        };
    }
}
