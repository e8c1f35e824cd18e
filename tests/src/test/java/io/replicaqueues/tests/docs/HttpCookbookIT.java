// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.docs.Document.Block;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/http.md}, taken from the document and given to a shell and its curl. */
class HttpCookbookIT {

    private static final int DEPTH = 1_000;

    @TempDir
    private static Path folder;

    private static EmbeddedBroker node1;
    private static BrokerProcess node2;

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
        List<Block> blocks = Document.read("docs/http.md").before("Roles").blocks();
        Shell shell = Shell.with(
                blocks.get(0).text(),
                Map.of(
                        "JOLOKIA",
                        node2.jolokiaUrl().toString(),
                        "ORIGIN",
                        "http://127.0.0.1",
                        "LOGIN",
                        node2.user() + ":" + node2.password(),
                        "ORIGINAL",
                        node1.address()));

        int commands = new DocumentedCommands(shell, blocks.subList(1, blocks.size())).all();

        assertTrue(commands >= 20, "only " + commands + " commands were found");
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
