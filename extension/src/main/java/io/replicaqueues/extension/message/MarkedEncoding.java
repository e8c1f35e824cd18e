// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.utils.DataConstants;

/**
 * Adds a property to the encoding of a Core message without decoding those that are there, and without room for more;
 * stateless. Properties come last in it.
 */
final class MarkedEncoding {

    private MarkedEncoding() {}

    /** Returns the encoding of the message with one more property, or null if it has one of this name. */
    static ByteBuf of(CoreMessage message, SimpleString name, byte[] value) {
        ByteBuf in = EncodedProperties.encoded(message);
        EncodedProperties.skipHeaders(in);
        int start = in.readerIndex();
        int count = in.readByte() == DataConstants.NULL ? 0 : in.readInt();
        int first = in.readerIndex();
        for (int left = count; left > 0; left--) {
            int length = in.readInt();
            if (name.equals(in, in.readerIndex(), length)) {
                return null;
            }
            in.skipBytes(length);
            in.skipBytes(EncodedProperties.sizeOf(in.readByte(), in));
        }
        // Not the end of the buffer: whatever may stand behind the properties is nobody's.
        int all = in.readerIndex() - first;
        byte[] text = name.getData();
        int added = Integer.BYTES + text.length + Byte.BYTES + Integer.BYTES + value.length;
        int exactly = start + Byte.BYTES + Integer.BYTES + all + added;
        return Unpooled.buffer(exactly)
                .writeBytes(in, 0, start)
                .writeByte(DataConstants.NOT_NULL)
                .writeInt(count + 1)
                .writeBytes(in, first, all)
                .writeInt(text.length)
                .writeBytes(text)
                .writeByte(DataConstants.BYTES)
                .writeInt(value.length)
                .writeBytes(value);
    }
}
