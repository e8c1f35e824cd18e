// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.Json;
import io.replicaqueues.console.model.messages.MessageExport.Source;
import io.replicaqueues.console.model.messages.MessagePair.Basis;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of exported messages. */
class MessageExportTest {

    @TempDir
    private Path folder;

    @Test
    void aMessageIsWrittenAsBothSidesShowIt() throws Exception {
        ShownMessage cut =
                Messages.shown(Messages.with(Messages.text("91", "ID:a", "grü, + 5 more"), "long", "x, + 9 more"));
        JSONObject export = written(new MessagePair(
                Optional.of(Messages.shown(Messages.text("1", "ID:a", "grüße 🐇\""))),
                Optional.of(cut),
                Finding.DIFFERENT,
                Basis.CLIENT_ID,
                Set.of(ShownMessage.BODY)));

        Map<?, ?> pair = (Map<?, ?>) ((List<?>) export.get("messages")).get(0);
        Map<?, ?> original = (Map<?, ?>) pair.get("original");
        Map<?, ?> replica = (Map<?, ?>) pair.get("replica");
        assertEquals("replica-queues-messages", export.get("format"));
        assertEquals(false, export.get("wholeBodies"));
        assertEquals("node1", ((Map<?, ?>) ((List<?>) export.get("queues")).get(0)).get("broker"));
        assertEquals("DIFFERENT", pair.get("finding"));
        assertEquals("CLIENT_ID", pair.get("matchedBy"));
        assertEquals(List.of("body"), pair.get("differences"));
        assertEquals("1", original.get("id"));
        assertEquals("1970-01-01T00:00:01Z", original.get("timestamp"));
        assertEquals(Map.of("region", "eu"), original.get("properties"));
        assertEquals("grüße 🐇\"", ((Map<?, ?>) original.get("body")).get("text"));
        assertEquals("WHOLE", ((Map<?, ?>) original.get("body")).get("extent"));
        assertEquals("PART", ((Map<?, ?>) replica.get("body")).get("extent"));
        assertEquals(8L, ((Map<?, ?>) replica.get("body")).get("length"));
        assertEquals(List.of("long"), replica.get("cutProperties"));
    }

    @Test
    void bytesAreWrittenInBase64AndASideThatIsNotThereAsNull() throws Exception {
        JSONObject export = written(new MessagePair(
                Optional.of(Messages.shown(Messages.bytes(0, 255))),
                Optional.empty(),
                Finding.MISSING,
                Basis.NONE,
                Set.of()));

        Map<?, ?> pair = (Map<?, ?>) ((List<?>) export.get("messages")).get(0);
        Map<?, ?> body = (Map<?, ?>) ((Map<?, ?>) pair.get("original")).get("body");
        assertEquals(
                "AP8=", Base64.getEncoder().encodeToString(Base64.getDecoder().decode((String) body.get("base64"))));
        assertFalse(body.containsKey("text"));
        assertNull(pair.get("replica"));
        assertTrue((Boolean) export.get("wholeBodies"));
    }

    @Test
    void aTextThatWasCutWithinACharacterIsWrittenAndReadBack() throws Exception {
        String cut = "\uDC30 a 🐇 \uD83D";
        ShownMessage shown = Messages.shown(Messages.with(Messages.text("1", "", cut + ", + 5 more"), cut, cut));

        Path file = folder.resolve("messages.json");
        writeTo(file, new MessagePair(Optional.of(shown), Optional.empty(), Finding.ALONE, Basis.NONE, Set.of()));

        JSONObject export = Json.parse(Files.readString(file), JSONObject.class);
        Map<?, ?> pair = (Map<?, ?>) ((List<?>) export.get("messages")).get(0);
        Map<?, ?> original = (Map<?, ?>) pair.get("original");
        assertEquals(cut, ((Map<?, ?>) original.get("body")).get("text"));
        assertEquals(cut, ((Map<?, ?>) original.get("properties")).get(cut));
    }

    private static JSONObject written(MessagePair pair) throws Exception {
        StringWriter writer = new StringWriter();
        export(pair).writeTo(writer);
        return Json.parse(writer.toString(), JSONObject.class);
    }

    private static void writeTo(Path file, MessagePair pair) throws Exception {
        try (Writer writer = Files.newBufferedWriter(file)) {
            export(pair).writeTo(writer);
        }
    }

    private static MessageExport export(MessagePair pair) {
        Source source = new Source(QueueSide.Kind.ORIGINAL, "node1", "orders", Instant.EPOCH);
        return new MessageExport(Instant.EPOCH, "", List.of(source), List.of(pair));
    }
}
