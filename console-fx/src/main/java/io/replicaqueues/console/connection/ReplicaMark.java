// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the mark by which a replica knows its messages, where the broker shows it: 24 bytes, of which the second eight
 * are the id that the message has on the original's broker. Stateless: any thread may call it.
 */
final class ReplicaMark {

    private static final String PROPERTY = "_AMQ_ROUTE_TO_QUEUE_REPLICATION";
    private static final int SIZE = 3 * Long.BYTES;

    private ReplicaMark() {}

    /** Ids on the original's broker by ids here, of messages whose mark can be read: of an AMQP message it cannot. */
    static Map<String, String> originalIds(List<?> messages) {
        Map<String, String> ids = new HashMap<>();
        for (Object each : messages) {
            if (each instanceof Map<?, ?> message
                    && message.get(PROPERTY) instanceof List<?> mark
                    && mark.size() == SIZE) {
                ByteBuffer bytes = ByteBuffer.allocate(SIZE);
                mark.forEach(number -> bytes.put(number instanceof Number value ? value.byteValue() : (byte) 0));
                ids.put(String.valueOf(message.get("messageID")), Long.toString(bytes.getLong(Long.BYTES)));
            }
        }
        return ids;
    }
}
