// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.connection.BrowsedMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jolokia.json.JSONWriter;

/**
 * Messages as JSON, with all that is shown of them, and for each body and property whether that is all there is. The
 * format is described in {@code docs/console.md}. Immutable: any thread may write it.
 *
 * @param time when it was asked for
 * @param selector that was used; may be empty
 * @param sources the queues
 * @param pairs the messages
 */
public record MessageExport(Instant time, String selector, List<Source> sources, List<MessagePair> pairs) {

    private static final String FORMAT = "replica-queues-messages";
    private static final long VERSION = 1;
    /** A broker cuts texts without regard to characters of two parts, and no encoding knows one part alone. */
    private static final Pattern HALF_CHARACTER = Pattern.compile("\\p{Cs}");

    /**
     * A queue that messages are from. Immutable.
     *
     * @param kind what it is to the other
     * @param broker what the person calls its broker
     * @param queue its name
     * @param readAt when it was read
     */
    public record Source(QueueSide.Kind kind, String broker, String queue, Instant readAt) {}

    /** What is shown now of these messages. */
    public static MessageExport of(MessagesModel model, List<MessagePair> pairs) {
        List<Source> sources = new ArrayList<>();
        MessagesModel.Shown shown = model.shown();
        for (QueueSide side : model.sides()) {
            Instant readAt = shown.readAt().get(side.kind());
            if (readAt != null) {
                String broker =
                        side.broker().map(known -> known.profile().name()).orElse("");
                sources.add(new Source(side.kind(), broker, side.queue(), readAt));
            }
        }
        return new MessageExport(Instant.now(), shown.request().selector(), List.copyOf(sources), List.copyOf(pairs));
    }

    /** Whether every body is there as a whole. */
    public boolean isWhole() {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.original(), pair.replica()))
                .flatMap(Optional::stream)
                .allMatch(message -> message.body().extent() == ShownBody.Extent.WHOLE);
    }

    /** Writes it. */
    public void writeTo(Writer writer) throws IOException {
        Map<String, Object> export = new LinkedHashMap<>();
        export.put("format", FORMAT);
        export.put("version", VERSION);
        export.put("exportedAt", time.toString());
        export.put("selector", selector);
        export.put("wholeBodies", isWhole());
        export.put("queues", sources.stream().map(MessageExport::source).toList());
        export.put("messages", pairs.stream().map(MessageExport::pair).toList());
        StringWriter json = new StringWriter();
        JSONWriter.serialize(export, json);
        writer.write(HALF_CHARACTER.matcher(json.toString()).replaceAll(MessageExport::escaped));
        writer.write('\n');
    }

    private static String escaped(MatchResult half) {
        return "\\\\u" + HexFormat.of().toHexDigits(half.group().charAt(0));
    }

    private static Map<String, Object> source(Source source) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("side", source.kind().name());
        values.put("broker", source.broker());
        values.put("queue", source.queue());
        values.put("readAt", source.readAt().toString());
        return values;
    }

    private static Map<String, Object> pair(MessagePair pair) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("finding", pair.finding().name());
        values.put("matchedBy", pair.basis().name());
        values.put("differences", List.copyOf(pair.differences()));
        values.put("original", pair.original().map(MessageExport::message).orElse(null));
        values.put("replica", pair.replica().map(MessageExport::message).orElse(null));
        return values;
    }

    private static Map<String, Object> message(ShownMessage shown) {
        BrowsedMessage message = shown.message();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", message.id());
        values.put("clientId", message.userId());
        values.put("protocol", message.protocol());
        values.put("type", message.type());
        values.put("priority", message.priority());
        values.put("timestamp", message.timestamp().toString());
        values.put("expiration", message.expiration().map(Instant::toString).orElse(null));
        values.put("durable", message.durable());
        values.put("redelivered", message.redelivered());
        values.put("large", message.large());
        values.put("size", message.size());
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> cut = new ArrayList<>();
        shown.properties().forEach((name, property) -> {
            properties.put(name, property.value());
            if (property.charactersLeft() > 0) {
                cut.add(name);
            }
        });
        values.put("properties", properties);
        values.put("cutProperties", cut);
        values.put("body", body(shown.body()));
        return values;
    }

    private static Map<String, Object> body(ShownBody body) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("extent", body.extent().name());
        values.put("length", body.length());
        if (body.text().isPresent()) {
            values.put("text", body.text().get());
        } else {
            values.put("base64", Base64.getEncoder().encodeToString(body.bytes()));
        }
        return values;
    }
}
