// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.connection.BrowsedMessage;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Messages as a broker would show them. Stateless. */
public final class Messages {

    private static final int TEXT = 3;
    private static final int BYTES = 4;

    private Messages() {}

    /** A text message with a client's id, which may be empty. */
    public static BrowsedMessage text(String id, String userId, String text) {
        return new BrowsedMessage(
                id,
                userId,
                "CORE",
                TEXT,
                4,
                Instant.ofEpochMilli(1_000),
                Optional.empty(),
                true,
                false,
                false,
                100,
                Map.of("region", "eu"),
                Optional.of(text),
                List.of());
    }

    static BrowsedMessage bytes(int... values) {
        List<Byte> bytes = Arrays.stream(values).mapToObj(value -> (byte) value).toList();
        return new BrowsedMessage(
                "1",
                "",
                "CORE",
                BYTES,
                4,
                Instant.EPOCH,
                Optional.empty(),
                true,
                false,
                false,
                100,
                Map.of(),
                Optional.empty(),
                bytes);
    }

    /** The same as another kind of message, large or not. */
    static BrowsedMessage with(BrowsedMessage message, int type, boolean large) {
        return new BrowsedMessage(
                message.id(),
                message.userId(),
                message.protocol(),
                type,
                message.priority(),
                message.timestamp(),
                message.expiration(),
                message.durable(),
                message.redelivered(),
                large,
                message.size(),
                message.properties(),
                message.text(),
                message.body());
    }

    /** The same with one more property. */
    static BrowsedMessage with(BrowsedMessage message, String name, String value) {
        Map<String, String> properties = new TreeMap<>(message.properties());
        properties.put(name, value);
        return new BrowsedMessage(
                message.id(),
                message.userId(),
                message.protocol(),
                message.type(),
                message.priority(),
                message.timestamp(),
                message.expiration(),
                message.durable(),
                message.redelivered(),
                message.large(),
                message.size(),
                properties,
                message.text(),
                message.body());
    }

    static ShownMessage shown(BrowsedMessage message) {
        return new ShownMessage(message, OptionalLong.of(256), Optional.empty());
    }

    /** A replica's message whose mark can be read. */
    static ShownMessage marked(BrowsedMessage message, String originalId) {
        return new ShownMessage(message, OptionalLong.of(256), Optional.of(originalId));
    }
}
