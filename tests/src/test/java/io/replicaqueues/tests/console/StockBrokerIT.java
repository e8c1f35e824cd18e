// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.BrowsedMessage;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.connection.NewReplica;
import io.replicaqueues.console.connection.QueueLocation;
import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.JolokiaClient;
import io.replicaqueues.tests.broker.JolokiaException;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.http.StockAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console is told by an instance of the distribution, over its own Jolokia and by its own roles. */
class StockBrokerIT {

    private static final String QUEUE = "orders";
    private static final int MESSAGES = 10;

    @TempDir
    private static Path folder;

    private static EmbeddedBroker node1;
    private static BrokerProcess node2;

    @BeforeAll
    static void startBrokers() throws Exception {
        node1 = EmbeddedBroker.named("node1", folder.resolve("node1"))
                .queueReplication("yes")
                .start();
        node1.createQueue(QUEUE);
        new MixedMessages(1, "stock").largeEvery(5).send(node1.core(), QUEUE, MESSAGES);
        new MixedMessages(2, "stock").send(node1.amqp(), QUEUE, MESSAGES);
        node2 = BrokerProcess.named("node2", folder).create();
        new StockAccess(node2.instance())
                .roles("unrelated")
                .browser()
                .policy("jolokia-access.xml", "http://" + node2.jolokiaUrl().getRawAuthority());
        node2.start();
        try (BrokerConnection administrator = as(StockAccess.ADMINISTRATOR, StockAccess.PASSWORD)) {
            administrator.createReplica(new NewReplica(
                    node1.hostAndPort(), new Login(node1.user(), node1.password()), QUEUE, QUEUE, false));
        }
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        node2.close();
        node1.close();
    }

    @Test
    void whoMayOnlyLookIsRefusedByTheRole() throws Exception {
        try (BrokerConnection viewer = as(StockAccess.VIEWER, StockAccess.PASSWORD)) {
            assertEquals(QUEUE, replica(viewer).queue());

            ConnectionFailure failure = assertThrows(ConnectionFailure.class, () -> viewer.stop(QUEUE));

            assertEquals(Reason.REFUSED, failure.reason(), failure.getMessage());
        }
    }

    @Test
    void aWrongPasswordIsToldAsSuch() throws Exception {
        try (BrokerConnection stranger = as(node2.user(), "wrong")) {
            ConnectionFailure failure = assertThrows(ConnectionFailure.class, stranger::read);

            assertEquals(Reason.WRONG_PASSWORD, failure.reason(), failure.getMessage());
            assertFalse(failure.getMessage().contains("\n"));
        }
    }

    @Test
    void messagesAreShownToTheRoleForItAndToNoOtherOfReplication() throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> depth() == 2 * MESSAGES);
        for (String user : List.of(StockAccess.VIEWER, StockAccess.OPERATOR, StockAccess.ADMINISTRATOR)) {
            try (BrokerConnection connection = as(user, StockAccess.PASSWORD)) {
                QueueLocation queue = connection.locate(QUEUE);
                ConnectionFailure failure =
                        assertThrows(ConnectionFailure.class, () -> connection.browse(queue, 1, 100, ""));
                assertEquals(Reason.REFUSED, failure.reason(), failure.getMessage());
            }
        }
        JolokiaClient browsing = node2.jolokia(StockAccess.BROWSER, StockAccess.PASSWORD);
        String bean = "org.apache.activemq.artemis:broker=\"node2\",component=addresses,address=\"orders\","
                + "subcomponent=queues,routing-type=\"anycast\",queue=\"orders\"";
        for (String operation : List.of("removeAllMessages()", "pause()", "resetMessageCounter()")) {
            JolokiaException refused = assertThrows(JolokiaException.class, () -> browsing.exec(bean, operation));
            assertEquals(403, refused.status(), refused.getMessage());
        }
        assertBrowses(StockAccess.BROWSER, StockAccess.PASSWORD);
        assertBrowses(node2.user(), node2.password());
    }

    private static void assertBrowses(String user, String password) throws Exception {
        try (BrokerConnection connection = as(user, password)) {
            QueueLocation queue = connection.locate(QUEUE);
            List<BrowsedMessage> first = connection.browse(queue, 1, 15, "");
            List<BrowsedMessage> second = connection.browse(queue, 2, 15, "");

            assertEquals(new QueueLocation(QUEUE, QUEUE, "ANYCAST"), queue);
            assertEquals(2 * MESSAGES, connection.counts(queue).browsable());
            assertEquals(15, first.size());
            assertEquals(5, second.size());
            assertEquals(
                    MESSAGES, connection.browse(queue, 1, 100, "sequence >= 5").size());
            assertTrue(first.stream().anyMatch(BrowsedMessage::large));
            assertEquals(MESSAGES, connection.originalIds(queue).size());
        }
    }

    private static long depth() throws Exception {
        try (BrokerConnection administrator = as(StockAccess.ADMINISTRATOR, StockAccess.PASSWORD)) {
            return replica(administrator).replicaDepth();
        }
    }

    private static BrokerConnection as(String user, String password) throws ConnectionFailure {
        String address = node2.jolokiaUrl().toString();
        return BrokerConnection.to(BrokerProfile.of("node2", address, user).with(new Secrets(password)));
    }

    private static ReplicaReading replica(BrokerConnection connection) throws ConnectionFailure {
        return connection.read().replicas().get(0);
    }
}
