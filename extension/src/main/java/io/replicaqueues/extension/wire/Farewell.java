// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;

/**
 * The last frame of a feed that the original ends by itself. Layout: type 4 (8 bits), reason (8), text, checksum (32).
 *
 * @param reason why
 * @param text a sentence for the operator
 */
public record Farewell(Reason reason, String text) implements Frame {

    /** Why an original ends a feed. */
    public enum Reason {
        /** The original queue was deleted. */
        DELETED(0),
        /** Something went wrong on the original broker; following again may help. */
        ERROR(1);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        private static Reason of(int code) throws WireException {
            for (Reason reason : values()) {
                if (reason.code == code) {
                    return reason;
                }
            }
            throw new WireException("farewell for the unknown reason " + code);
        }
    }

    public void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(Protocol.FAREWELL_FRAME).writeByte(reason.code);
        Strings.write(out, text);
        Checksum.append(out, start);
    }

    static Farewell read(ByteBuf in) throws WireException {
        Reason reason = Reason.of(in.readUnsignedByte());
        return new Farewell(reason, Strings.read(in));
    }
}
