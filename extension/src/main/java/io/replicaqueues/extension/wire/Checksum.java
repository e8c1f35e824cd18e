// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC32C at the end of each frame, over all that stands before it; stateless.
 *
 * <p>TCP's own checksum of 16 bits lets one in 65,536 damaged segments pass, and covers nothing that happens to bytes
 * within a proxy or a broken network card.
 */
final class Checksum {

    static final int SIZE = Integer.BYTES;

    private Checksum() {}

    /** Appends the checksum of what has been written since {@code from}. */
    static void append(ByteBuf frame, int from) {
        frame.writeInt(of(frame, from, frame.writerIndex() - from));
    }

    /** Returns what stands before the checksum, which must be right; takes all readable bytes. */
    static ByteBuf verified(ByteBuf frame) throws WireException {
        int length = frame.readableBytes() - SIZE;
        if (length < 0) {
            throw new WireException("frame cut short");
        }
        int found = of(frame, frame.readerIndex(), length);
        ByteBuf content = frame.readSlice(length);
        if (frame.readInt() != found) {
            throw new WireException("a frame was damaged on its way: its checksum is wrong");
        }
        return content;
    }

    private static int of(ByteBuf bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        if (bytes.hasArray()) {
            crc.update(bytes.array(), bytes.arrayOffset() + from, length);
        } else {
            for (ByteBuffer part : bytes.nioBuffers(from, length)) {
                crc.update(part);
            }
        }
        return (int) crc.getValue();
    }
}
