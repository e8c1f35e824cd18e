// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Strings on the wire: a 32-bit length in bytes and UTF-8. */
final class Strings {

    private Strings() {}

    static void write(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    static String read(ByteBuf in) throws WireException {
        int length = in.readableBytes() < Integer.BYTES ? -1 : in.readInt();
        if (length < 0 || length > in.readableBytes()) {
            throw new WireException("text cut short");
        }
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }
}
