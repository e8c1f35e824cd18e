// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;

/**
 * A part of the full list of the original's messages with the fingerprints of their full content.
 *
 * <p>Layout: type 3 (8 bits), token (64), last (8), then id and fingerprint (64 each) of every message.
 *
 * @param token the token of the request
 * @param last whether the list ends here
 * @param ids the messages' ids
 * @param fingerprints the fingerprints of their full content, in the order of {@code ids}
 */
public record Manifest(long token, boolean last, long[] ids, long[] fingerprints) implements Frame {

    private static final int ENTRY = 2 * Long.BYTES;

    public void write(ByteBuf out) {
        out.writeByte(Protocol.MANIFEST_FRAME).writeLong(token).writeBoolean(last);
        for (int i = 0; i < ids.length; i++) {
            out.writeLong(ids[i]).writeLong(fingerprints[i]);
        }
    }

    static Manifest read(ByteBuf in) throws WireException {
        long token = in.readLong();
        boolean last = in.readBoolean();
        if (in.readableBytes() % ENTRY != 0) {
            throw new WireException("manifest cut short");
        }
        int size = in.readableBytes() / ENTRY;
        long[] ids = new long[size];
        long[] fingerprints = new long[size];
        for (int i = 0; i < size; i++) {
            ids[i] = in.readLong();
            fingerprints[i] = in.readLong();
        }
        return new Manifest(token, last, ids, fingerprints);
    }
}
