// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;

/** Unsigned LEB128 numbers of up to 63 bits: seven bits a byte, the least significant first. */
final class VarLong {

    private VarLong() {}

    static void write(ByteBuf out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long read(ByteBuf in) throws WireException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            if (!in.isReadable()) {
                throw new WireException("number cut short");
            }
            byte next = in.readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new WireException("number longer than 63 bits");
    }
}
