// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message as the broker's management shows it. Immutable. The broker cuts long texts and bodies: it is a preview.
 *
 * @param id on its broker
 * @param userId the client's id for it; may be empty
 * @param protocol that it came by
 * @param type of its body, as the broker numbers it: 3 text, 4 bytes, 2 object, 5 map, 6 stream, 0 any other
 * @param priority 0 to 9
 * @param timestamp when its producer sent it, by the producer's clock
 * @param expiration when it expires, if ever
 * @param durable whether it survives a restart
 * @param redelivered whether it was delivered before
 * @param large whether it is stored as a large message
 * @param size in bytes on disk; -1 if the broker cannot tell
 * @param properties by name, as text
 * @param text of a text message
 * @param body the first bytes of any other message
 */
public record BrowsedMessage(
        String id,
        String userId,
        String protocol,
        int type,
        int priority,
        Instant timestamp,
        Optional<Instant> expiration,
        boolean durable,
        boolean redelivered,
        boolean large,
        long size,
        Map<String, String> properties,
        Optional<String> text,
        List<Byte> body) {

    private static final String PROPERTIES = "Properties";

    static BrowsedMessage of(Attributes attributes) throws ConnectionFailure {
        long expiration = attributes.number("expiration");
        return new BrowsedMessage(
                attributes.text("messageID"),
                attributes.text("userID"),
                attributes.text("protocol"),
                Math.toIntExact(attributes.number("type")),
                Math.toIntExact(attributes.number("priority")),
                Instant.ofEpochMilli(attributes.number("timestamp")),
                expiration == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expiration)),
                attributes.flag("durable"),
                attributes.flag("redelivered"),
                attributes.flag("largeMessage"),
                attributes.number("persistentSize"),
                properties(attributes),
                attributes.has("text") ? Optional.of(attributes.text("text")) : Optional.empty(),
                body(attributes));
    }

    private static Map<String, String> properties(Attributes attributes) {
        Map<String, String> properties = new TreeMap<>();
        attributes.values().forEach((name, value) -> {
            if (name.endsWith(PROPERTIES) && value instanceof Map<?, ?> typed) {
                typed.forEach((key, text) -> properties.put(String.valueOf(key), String.valueOf(text)));
            }
        });
        return Collections.unmodifiableMap(properties);
    }

    private static List<Byte> body(Attributes attributes) {
        List<Byte> body = new ArrayList<>();
        if (attributes.values().get("BodyPreview") instanceof List<?> bytes) {
            bytes.forEach(each -> body.add(((Number) each).byteValue()));
        }
        return List.copyOf(body);
    }
}
