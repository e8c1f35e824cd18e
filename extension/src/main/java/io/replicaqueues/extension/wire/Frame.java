// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;

/**
 * One AMQP transfer from the original to the replica; its first byte tells the type, its last four are the
 * {@link Checksum}. Numbers are big-endian.
 */
public sealed interface Frame permits Welcome, Changes, Manifest, Farewell {

    /**
     * Reads the frame, once its checksum has been found right. Of {@link Changes} only the position is read: the rest is a view of {@code frame}, which must not
     * be released before it has been read.
     */
    static Frame read(ByteBuf frame) throws WireException {
        ByteBuf in = Checksum.verified(frame);
        try {
            byte type = in.readByte();
            return switch (type) {
                case Protocol.WELCOME_FRAME -> Welcome.read(in);
                case Protocol.CHANGES_FRAME -> Changes.read(in);
                case Protocol.MANIFEST_FRAME -> Manifest.read(in);
                case Protocol.FAREWELL_FRAME -> Farewell.read(in);
                default -> throw new WireException("frame of unknown type " + type);
            };
        } catch (IndexOutOfBoundsException e) {
            throw new WireException("frame cut short", e);
        }
    }
}
