// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;

/**
 * The mark on a replica queue's message: the id the original broker gave it and the {@link Fingerprint} it had there.
 * Persisted with the message, hidden from clients of every protocol.
 *
 * @param id the message's id on the original broker
 * @param fingerprint the fingerprint computed by the original broker
 */
public record OriginalId(long id, long fingerprint) {

    /**
     * The prefix makes the broker treat the property as its own: no client sees it and routing the message elsewhere
     * strips it.
     */
    static final SimpleString PROPERTY = SimpleString.of(Message.HDR_ROUTE_TO_IDS + "_QUEUE_REPLICATION");

    private static final int SIZE = 2 * Long.BYTES;

    /** Marks the message; replaces the mark it bears from being a replica's message on the original broker. */
    public void markOn(Message message) {
        message.putExtraBytesProperty(
                PROPERTY,
                ByteBuffer.allocate(SIZE).putLong(id).putLong(fingerprint).array());
    }

    /** Returns the mark, or null on a message that did not come from an original queue. */
    public static OriginalId of(Message message) {
        byte[] mark = message.getExtraBytesProperty(PROPERTY);
        if (mark == null || mark.length != SIZE) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(mark);
        return new OriginalId(buffer.getLong(), buffer.getLong());
    }

    /** Returns the original broker's message id without creating a record, or -1 on an unmarked message. */
    public static long idOf(Message message) {
        byte[] mark = message.getExtraBytesProperty(PROPERTY);
        return mark == null || mark.length != SIZE
                ? -1
                : ByteBuffer.wrap(mark).getLong();
    }
}
