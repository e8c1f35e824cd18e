// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;

/**
 * The last frame of a feed that the original ends by itself. Layout: type 4 (8 bits), reason (8), text.
 *
 * @param reason why
 * @param text a sentence for the operator
 */
public record Farewell(Reason reason, String text) implements Frame {

    /** Why an original ends a feed; the ordinal travels. */
    public enum Reason {
        /** The original queue was deleted. */
        DELETED,
        /** Something went wrong on the original broker; following again may help. */
        ERROR
    }

    public void write(ByteBuf out) {
        out.writeByte(Protocol.FAREWELL_FRAME).writeByte(reason.ordinal());
        Strings.write(out, text);
    }

    static Farewell read(ByteBuf in) throws WireException {
        int reason = in.readUnsignedByte();
        if (reason >= Reason.values().length) {
            throw new WireException("farewell for the unknown reason " + reason);
        }
        return new Farewell(Reason.values()[reason], Strings.read(in));
    }
}
