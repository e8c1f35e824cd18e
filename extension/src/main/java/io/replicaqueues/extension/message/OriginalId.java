// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;

/**
 * The mark on a replica queue's message: which original it came from, the id the original broker gave it and the
 * {@link Fingerprint} it had there. Persisted with the message, hidden from JMS, AMQP and MQTT clients.
 *
 * @param origin which original queue ({@link #originOf})
 * @param id the message's id on the original broker
 * @param fingerprint the fingerprint computed by the original broker
 */
public record OriginalId(long origin, long id, long fingerprint) {

    /**
     * The prefix makes the broker treat the property as its own: it is kept from clients of most protocols, and routing
     * the message elsewhere strips it.
     */
    static final SimpleString PROPERTY = SimpleString.of(Message.HDR_ROUTE_TO_IDS + "_QUEUE_REPLICATION");

    private static final int SIZE = 3 * Long.BYTES;

    /**
     * A number for one incarnation of an original queue: the same ids on another broker, or of a queue deleted and
     * created again, are other messages.
     *
     * @param nodeId the original broker's node id
     * @param queueId the original broker's id of the queue
     */
    public static long originOf(String nodeId, long queueId) {
        return Fingerprint.newHashStream()
                .putBytes(nodeId.getBytes(StandardCharsets.UTF_8))
                .putLong(queueId)
                .getAsLong();
    }

    /** Marks the message; replaces the mark it bears from being a replica's message on the original broker. */
    public void markOn(Message message) {
        message.putExtraBytesProperty(PROPERTY, encoded());
    }

    byte[] encoded() {
        ByteBuffer mark = ByteBuffer.allocate(SIZE);
        mark.putLong(origin).putLong(id).putLong(fingerprint);
        return mark.array();
    }

    /** Returns the mark, or null on a message that did not come from an original queue. */
    public static OriginalId of(Message message) {
        byte[] mark = markOf(message);
        if (mark == null || mark.length != SIZE) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(mark);
        return new OriginalId(buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** Returns the original broker's message id without creating a record, or -1 on an unmarked message. */
    public static long idOf(Message message) {
        byte[] mark = markOf(message);
        return mark == null || mark.length != SIZE ? -1 : ByteBuffer.wrap(mark).getLong(Long.BYTES);
    }

    private static byte[] markOf(Message message) {
        return message instanceof CoreMessage core
                ? EncodedProperties.bytes(core, PROPERTY)
                : message.getExtraBytesProperty(PROPERTY);
    }
}
