// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;

/**
 * The first frame of a feed: who the original is. It comes again when the queue's settings are changed.
 *
 * <p>Layout: type 1 (8 bits), protocol version (16), then queue id, depth and the end
 * of the known ids (64 each), the heartbeat (32), then node id, activation, address and settings as {@link Strings}, then the checksum (32).
 *
 * @param nodeId the original broker's node id; stable over restart and failover
 * @param queueId the broker's id of the queue; another one means the queue was deleted and created again
 * @param activation a name for the time since the original broker, or its backup, became active
 * @param knownUntil ids from this one on may mean other messages than in the activation the replica followed last; 0 if
 *     the original knows nothing of that activation
 * @param heartbeatMillis longest time between two frames while the original keeps up
 * @param address the original queue's address
 * @param settings the original queue's settings in the broker's JSON form
 * @param depth messages in the original queue
 */
public record Welcome(
        String nodeId,
        long queueId,
        String activation,
        long knownUntil,
        int heartbeatMillis,
        String address,
        String settings,
        long depth)
        implements Frame {

    /** The same original with other settings: sent again within a feed when they are changed. */
    public Welcome withSettings(String newSettings) {
        return new Welcome(nodeId, queueId, activation, knownUntil, heartbeatMillis, address, newSettings, depth);
    }

    public void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(Protocol.WELCOME_FRAME).writeShort(Protocol.VERSION);
        out.writeLong(queueId).writeLong(depth).writeLong(knownUntil).writeInt(heartbeatMillis);
        Strings.write(out, nodeId);
        Strings.write(out, activation);
        Strings.write(out, address);
        Strings.write(out, settings);
        Checksum.append(out, start);
    }

    static Welcome read(ByteBuf in) throws WireException {
        int version = in.readUnsignedShort();
        if (version != Protocol.VERSION) {
            throw new WireException("the original broker speaks protocol version " + version
                    + " of queue replication, the replica " + Protocol.VERSION + ": " + Protocol.ANOTHER_VERSION);
        }
        long queueId = in.readLong();
        long depth = in.readLong();
        long knownUntil = in.readLong();
        int heartbeatMillis = in.readInt();
        if (knownUntil < 0 || heartbeatMillis <= 0) {
            throw new WireException(
                    "welcome with a heartbeat of " + heartbeatMillis + " ms and known ids until " + knownUntil);
        }
        String nodeId = Strings.read(in);
        String activation = Strings.read(in);
        String address = Strings.read(in);
        String settings = Strings.read(in);
        return new Welcome(nodeId, queueId, activation, knownUntil, heartbeatMillis, address, settings, depth);
    }
}
