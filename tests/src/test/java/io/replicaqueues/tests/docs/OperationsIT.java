// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.MessageContent;
import io.replicaqueues.tests.broker.QueueContent;
import io.replicaqueues.tests.fault.ClientLoad;
import io.replicaqueues.tests.fault.TcpProxy;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jolokia.json.JSONObject;
import org.jolokia.json.parser.JSONParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The procedures of {@code docs/operations.md}: its commands, taken from the document, while losses, clients and restarts
 * are played here.
 */
class OperationsIT {

    private static final String QUEUE = "orders";
    private static final int ADDED = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private OperatedBrokers nodes;
    private EmbeddedBroker node1;
    private EmbeddedBroker node2;

    @BeforeEach
    void startBrokers() throws Exception {
        nodes = new OperatedBrokers(folder);
        node1 = nodes.start("1");
        node2 = nodes.start("2");
        node1.createQueue(QUEUE);
        send(node1, "first", 50);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        nodes.close();
    }

    @Test
    void anOriginalThatIsLostComesBackAsTheReplicaAndThenAsTheOriginal() throws Exception {
        QueueContent proved;
        try (TcpProxy network = TcpProxy.to(node1.port())) {
            nodes.address("1", network.addressOf(node1));
            keepACopy();
            proved = QueueContent.of(node2, QUEUE);
            network.refuse();
            network.reset();
            consume(node1, 3);
            send(node1, "missing", 5);
            node1.kill();

            takeOver(proved);
        }
        nodes.address("1", node1.address());
        QueueContent.assertSame(proved, QueueContent.of(node2, QUEUE));
        consume(node2, 4);
        send(node2, "second", 20);

        node1.start();
        nodes.section("Fail back").all();
        QueueContent.assertSame(QueueContent.of(node2, QUEUE), QueueContent.of(node1, QUEUE));
        QueueContent aside = QueueContent.of(node1, "orders.old");
        assertEquals(
                IntStream.range(0, 5)
                        .mapToObj(number -> "AmqpValue String missing " + number)
                        .collect(toSet()),
                aside.messages().stream()
                        .filter(message -> !ids(proved).contains(id(message)))
                        .map(message -> message.field("body"))
                        .collect(toSet()));

        QueueContent before = QueueContent.of(node2, QUEUE);
        nodes.sectionWithRolesExchanged("Move a queue to another broker").all();
        assertEquals(-1, node2.depth(QUEUE));
        QueueContent.assertSame(before, QueueContent.of(node1, QUEUE));
        consume(node1, 10);
        keepACopy();
        QueueContent.assertSame(QueueContent.of(node1, QUEUE), QueueContent.of(node2, QUEUE));
    }

    /** What the report says of the loss is what has happened. */
    private void takeOver(QueueContent proved) throws Exception {
        DocumentedCommands steps = nodes.section("When the original is lost");
        steps.next("LagMillis");
        Map<?, ?> report = value(steps.next("disconnect"));
        steps.assertDone();
        assertEquals((long) proved.size(), ((Number) report.get("replicaDepth")).longValue());
        assertTrue(((Number) report.get("lagMillis")).longValue() > 0, report::toString);
    }

    @Test
    void aQueueIsMovedUnderLoadWithoutLossOrDuplicates() throws Exception {
        consume(node1, 50);
        keepACopy();
        try (ClientLoad load = new ClientLoad(node1, QUEUE, 7)) {
            load.start();
            await().atMost(PATIENCE).until(() -> load.log().accepted() >= 500);
            load.stop();

            nodes.section("Move a queue to another broker").all();

            load.log().assertHeldBy(QueueContent.of(node2, QUEUE), "node2");
        }
        assertEquals(-1, node1.depth(QUEUE));
        consume(node2, (int) node2.depth(QUEUE));
    }

    @Test
    void eitherSideIsMaintained() throws Exception {
        keepACopy();
        DocumentedCommands steps = nodes.section("Planned maintenance");

        node2.stop();
        change("while the replica is away");
        node2.start();
        steps.next("Repairs");
        assertSameContent(node2);

        steps.next("stopAll");
        steps.next("ReplicaDepth");
        QueueContent kept = QueueContent.of(node2, QUEUE);
        node1.stop();
        node1.start();
        change("before it is followed again");
        QueueContent.assertSame(kept, QueueContent.of(node2, QUEUE));
        steps.next("startAll");
        steps.next("LagMillis");
        steps.assertDone();
        assertSameContent(node2);
    }

    @Test
    void brokersOfBothSidesAreReplaced() throws Exception {
        EmbeddedBroker node3 = nodes.start("3");
        keepACopy();
        DocumentedCommands steps = nodes.section("Replace a broker");

        steps.next("createReplica");
        steps.next("InParity");
        steps.next("disconnect");
        steps.next("destroyQueue");
        assertEquals(-1, node2.depth(QUEUE));
        assertSameContent(node3);

        node1.stop();
        node1 = nodes.start("1");
        change("at another address");
        steps.next("disconnect");
        steps.set("ADDRESS1", node1.address());
        steps.next("replicate");
        Map<?, ?> status = value(steps.next("MessagesAdded"));
        steps.assertDone();
        assertEquals(ADDED, ((Number) status.get("MessagesAdded")).intValue(), "nothing is copied again");
        assertSameContent(node3);
    }

    private void keepACopy() throws Exception {
        nodes.section("Keep a copy").all();
    }

    private void assertSameContent(Broker replica) throws Exception {
        QueueContent.assertSame(QueueContent.of(node1, QUEUE), QueueContent.of(replica, QUEUE));
    }

    private void change(String name) {
        consume(node1, 5);
        send(node1, name, ADDED);
    }

    private static void send(Broker broker, String name, int count) {
        try (JMSContext context = broker.amqp().createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSProducer producer = context.createProducer();
            for (int number = 0; number < count; number++) {
                producer.send(context.createQueue(QUEUE), name + " " + number);
            }
            context.commit();
        }
    }

    private static void consume(Broker broker, int count) {
        try (JMSContext context = broker.amqp().createContext(JMSContext.SESSION_TRANSACTED);
                JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE))) {
            for (int number = 0; number < count; number++) {
                assertTrue(consumer.receive(PATIENCE.toMillis()) != null, "message " + number);
            }
            context.commit();
        }
    }

    private static Set<String> ids(QueueContent content) {
        return content.messages().stream().map(OperationsIT::id).collect(toSet());
    }

    private static String id(MessageContent message) {
        return message.field("properties.message-id");
    }

    private static Map<?, ?> value(String answer) throws Exception {
        return (Map<?, ?>) new JSONParser().parse(answer, JSONObject.class).get("value");
    }
}
