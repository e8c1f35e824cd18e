// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * The CRC32C of a request, in its property {@link Protocol#CHECKSUM}: over name and value of each property in the order
 * of {@link #KEYS}, as text with a zero byte behind each, then over the body. Stateless.
 */
public final class RequestChecksum {

    /** Every property a request may have, but the checksum. */
    static final List<String> KEYS = List.of(
            Protocol.REQUEST,
            Protocol.FEED,
            Protocol.VERSION_KEY,
            Protocol.QUEUE,
            Protocol.REPLICA_NODE,
            Protocol.REPLICA_QUEUE,
            Protocol.KNOWN_ACTIVATION,
            Protocol.ACKNOWLEDGEMENT,
            Protocol.HELD,
            Protocol.TOKEN);

    private RequestChecksum() {}

    /**
     * The checksum of a request to be sent.
     *
     * @throws IllegalArgumentException if it has a property that the checksum would not cover
     */
    public static int of(Map<String, Object> properties, byte[] body) {
        if (!KEYS.containsAll(properties.keySet())) {
            throw new IllegalArgumentException("no checksum covers every property of " + properties.keySet());
        }
        return of(properties::get, body);
    }

    /** The checksum of a request whose properties, null if absent, {@code property} tells. */
    public static int of(Function<String, Object> property, byte[] body) {
        CRC32C crc = new CRC32C();
        for (String key : KEYS) {
            Object value = property.apply(key);
            if (value != null) {
                update(crc, key);
                update(crc, value.toString());
            }
        }
        crc.update(body);
        return (int) crc.getValue();
    }

    private static void update(CRC32C crc, String text) {
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        crc.update(0);
    }
}
