// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import org.agrona.collections.Long2LongHashMap;

/**
 * A part of the full list of the original's messages with the fingerprints of their full content.
 *
 * <p>Layout: type 3 (8 bits), token (64), last (8), then id and fingerprint (64 each) of every message, then the
 * checksum (32).
 *
 * @param token the token of the request
 * @param last whether the list ends here
 * @param fingerprints by the messages' ids, the fingerprints of their full content
 */
public record Manifest(long token, boolean last, Long2LongHashMap fingerprints) implements Frame {

    /** What the map answers for an id that is not in it. */
    public static final long NONE = 0;

    private static final int ENTRY = 2 * Long.BYTES;

    public void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(Protocol.MANIFEST_FRAME).writeLong(token).writeBoolean(last);
        fingerprints.forEachLong((id, fingerprint) -> out.writeLong(id).writeLong(fingerprint));
        Checksum.append(out, start);
    }

    static Manifest read(ByteBuf in) throws WireException {
        long token = in.readLong();
        boolean last = in.readBoolean();
        if (in.readableBytes() % ENTRY != 0) {
            throw new WireException("manifest cut short");
        }
        Long2LongHashMap fingerprints = new Long2LongHashMap(NONE);
        while (in.isReadable()) {
            long id = in.readLong();
            long fingerprint = in.readLong();
            if (fingerprint == NONE) {
                throw new WireException("manifest without the fingerprint of message " + id);
            }
            fingerprints.put(id, fingerprint);
        }
        return new Manifest(token, last, fingerprints);
    }
}
