// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the full list of the original's messages, in the queue's order, with the fingerprints of their full content.
 *
 * <p>Layout: type 3 (8 bits), token (64), last (8), then id and fingerprint (64 each) of every message, then the
 * checksum (32).
 *
 * @param token the token of the request
 * @param last whether the list ends here
 * @param entries the messages in the order of the queue
 */
public record Manifest(long token, boolean last, List<Entry> entries) implements Frame {

    /** No message has it as its fingerprint. */
    public static final long NONE = 0;

    private static final int ENTRY = 2 * Long.BYTES;

    /** Makes an immutable copy. */
    public Manifest {
        entries = List.copyOf(entries);
    }

    /**
     * One message.
     *
     * @param id on the original broker
     * @param fingerprint of the full content
     */
    public record Entry(long id, long fingerprint) {}

    public void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(Protocol.MANIFEST_FRAME).writeLong(token).writeBoolean(last);
        entries.forEach(entry -> out.writeLong(entry.id()).writeLong(entry.fingerprint()));
        Checksum.append(out, start);
    }

    static Manifest read(ByteBuf in) throws WireException {
        long token = in.readLong();
        boolean last = in.readBoolean();
        if (in.readableBytes() % ENTRY != 0) {
            throw new WireException("manifest cut short");
        }
        List<Entry> entries = new ArrayList<>(in.readableBytes() / ENTRY);
        while (in.isReadable()) {
            long id = in.readLong();
            long fingerprint = in.readLong();
            if (fingerprint == NONE) {
                throw new WireException("manifest without the fingerprint of message " + id);
            }
            entries.add(new Entry(id, fingerprint));
        }
        return new Manifest(token, last, entries);
    }
}
