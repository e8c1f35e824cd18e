// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.docs.Document.Block;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/http.md}, taken from the document and given to a shell and its curl. */
class HttpCookbookIT {

    private static final int DEPTH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern CHANGES = Pattern.compile("\"type\": \"(exec|write)\"");

    @TempDir
    private static Path folder;

    private static EmbeddedBroker node1;
    private static BrokerProcess node2;

    private Shell shell;

    @BeforeAll
    static void startBrokers() throws Exception {
        node1 = EmbeddedBroker.named("node1", folder.resolve("node1"))
                .queueReplication("yes")
                .start();
        node1.createQueue("invoices");
        node1.createQueue("orders");
        sendOrders();
        node2 = BrokerProcess.named("node2", folder).start();
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        node2.close();
        node1.close();
    }

    @Test
    void everyCommandIsAnsweredAsTheDocumentShows() throws Exception {
        Document cookbook = Document.read("docs/http.md").before("Roles");
        Iterator<Block> blocks = cookbook.blocks().iterator();
        shell = Shell.with(
                blocks.next().text(),
                Map.of(
                        "JOLOKIA",
                        node2.jolokiaUrl().toString(),
                        "ORIGIN",
                        "http://127.0.0.1",
                        "LOGIN",
                        node2.user() + ":" + node2.password(),
                        "ORIGINAL",
                        node1.address()));

        int commands = 0;
        while (blocks.hasNext()) {
            Block command = blocks.next();
            assertEquals("sh", command.language(), command::text);
            assertAnswered(command.text(), example(blocks.next()));
            commands++;
        }

        assertTrue(commands >= 20, "only " + commands + " commands were found");
    }

    private static JsonExample example(Block answer) throws Exception {
        return switch (answer.language()) {
            case "json" -> new JsonExample(answer.text());
            case "jsonl" -> JsonExample.ofLines(answer.text());
            default -> throw new AssertionError("no answer: " + answer.text());
        };
    }

    /** What only reads may be asked until the answer is the one that is shown: replicas take a moment. */
    private void assertAnswered(String command, JsonExample answer) throws Exception {
        if (CHANGES.matcher(command).find()) {
            assertShows(answer, command);
        } else {
            await().atMost(PATIENCE).untilAsserted(() -> assertShows(answer, command));
        }
    }

    private void assertShows(JsonExample answer, String command) throws Exception {
        String real = shell.output(command);
        try {
            answer.assertShows(real);
        } catch (AssertionError | Exception e) {
            throw new AssertionError(command + "was answered with\n" + real, e);
        }
    }

    private static void sendOrders() throws Exception {
        try (Connection connection = node1.core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("orders"))) {
            for (int number = 0; number < DEPTH; number++) {
                producer.send(session.createTextMessage("order " + number));
            }
            session.commit();
        }
    }
}
