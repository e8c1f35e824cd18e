// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;

/**
 * The first frame of a feed: who the original is.
 *
 * <p>Layout: type 1 (8 bits), protocol version (16), then queue id and depth (64 each), then node id, address and
 * settings as {@link Strings}, then the checksum (32).
 *
 * @param nodeId the original broker's node id; stable over restart and failover
 * @param queueId the broker's id of the queue; another one means the queue was deleted and created again
 * @param address the original queue's address
 * @param settings the original queue's settings in the broker's JSON form
 * @param depth messages in the original queue
 */
public record Welcome(String nodeId, long queueId, String address, String settings, long depth) implements Frame {

    public void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(Protocol.WELCOME_FRAME).writeShort(Protocol.VERSION);
        out.writeLong(queueId).writeLong(depth);
        Strings.write(out, nodeId);
        Strings.write(out, address);
        Strings.write(out, settings);
        Checksum.append(out, start);
    }

    static Welcome read(ByteBuf in) throws WireException {
        int version = in.readUnsignedShort();
        if (version != Protocol.VERSION) {
            throw new WireException("protocol version " + version + ", this broker speaks " + Protocol.VERSION
                    + ": use the same version of the extension on both brokers");
        }
        long queueId = in.readLong();
        long depth = in.readLong();
        String nodeId = Strings.read(in);
        String address = Strings.read(in);
        return new Welcome(nodeId, queueId, address, Strings.read(in), depth);
    }
}
