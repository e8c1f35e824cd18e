// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import io.replicaqueues.console.connection.BrowsedMessage;
import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.console.model.messages.ShownBody;
import io.replicaqueues.console.model.messages.ShownMessage;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.Values;
import io.replicaqueues.console.view.ViewContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Headers and properties of a message as names and values. For the JavaFX thread. */
final class MessageFields {

    private static final int BYTES_AT_A_GLANCE = 12;
    private static final long KIB = 1024;

    private final Texts texts;
    private final Values values;

    /**
     * A name and a value.
     *
     * @param name in the person's words, or the client's name of a property
     * @param value as text
     * @param isDifferent whether the other side has another
     * @param isHeader whether it is none of the client's properties
     */
    record Field(String name, String value, boolean isDifferent, boolean isHeader) {}

    MessageFields(ViewContext context) {
        this.texts = context.texts();
        this.values = context.values();
    }

    List<Field> of(ShownMessage shown, MessagePair pair) {
        BrowsedMessage message = shown.message();
        List<Field> fields = new ArrayList<>();
        fields.add(header("id", message.id(), pair));
        fields.add(header("userId", message.userId().isEmpty() ? Values.NONE : message.userId(), pair));
        fields.add(header("protocol", message.protocol(), pair));
        fields.add(header("type", type(message.type()), pair));
        fields.add(header("priority", Integer.toString(message.priority()), pair));
        fields.add(header("timestamp", time(values, message.timestamp()), pair));
        fields.add(header("expiration", message.expiration().map(values::moment).orElse(Values.NONE), pair));
        fields.add(header("durable", yesOrNo(message.durable()), pair));
        fields.add(header("redelivered", yesOrNo(message.redelivered()), pair));
        fields.add(header("size", texts.of("messages.size", message.size()), pair));
        shown.properties().forEach((name, property) -> {
            String value = property.charactersLeft() == 0
                    ? property.value()
                    : texts.of("messages.cut", property.value(), property.charactersLeft());
            fields.add(new Field(name, value, pair.differences().contains(ShownMessage.PROPERTY + name), false));
        });
        return fields;
    }

    /** When it was sent; AMQP clients need not say. */
    static String time(Values values, Instant instant) {
        return instant.equals(Instant.EPOCH) ? Values.NONE : values.moment(instant);
    }

    /** A size in the unit that fits in a narrow column. */
    static String size(Values values, long bytes) {
        if (bytes < 10 * KIB) {
            return values.count(bytes);
        }
        return bytes < 10 * KIB * KIB ? values.count(bytes / KIB) + " K" : values.count(bytes / KIB / KIB) + " M";
    }

    /** The first bytes of a body. */
    static String bytes(ShownBody body) {
        int shown = Math.min(BYTES_AT_A_GLANCE, body.bytes().length);
        return HexFormat.ofDelimiter(" ").formatHex(body.bytes(), 0, shown);
    }

    private String type(int type) {
        return switch (type) {
            case 2 -> texts.of("messages.type.object");
            case 3 -> texts.of("messages.type.text");
            case 4 -> texts.of("messages.type.bytes");
            case 5 -> texts.of("messages.type.map");
            case 6 -> texts.of("messages.type.stream");
            default -> texts.of("messages.type.other");
        };
    }

    private String yesOrNo(boolean value) {
        return texts.of(value ? "messages.yes" : "messages.no");
    }

    private Field header(String name, String value, MessagePair pair) {
        return new Field(
                texts.of("messages.field." + name), value, pair.differences().contains(name), true);
    }
}
