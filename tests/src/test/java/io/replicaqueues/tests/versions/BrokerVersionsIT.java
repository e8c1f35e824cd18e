// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.versions;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replicas between brokers of every version that is said to work, with processes of their distributions. */
@Tag("versions")
class BrokerVersionsIT {

    private static final String QUEUE = "orders";
    private static final String PAGED = "paged.orders";
    private static final String COPY = "orders-copy";
    private static final String PAGING = """
                 <address-setting match="paged.#">
                    <max-size-bytes>100000</max-size-bytes>
                    <page-size-bytes>50000</page-size-bytes>
                    <address-full-policy>PAGE</address-full-policy>
                 </address-setting>
            """;
    private static final List<String> SIGNS_OF_ANOTHER_VERSION = List.of(
            "LinkageError", "NoSuchMethod", "NoClassDefFound", "AbstractMethodError", "ERROR [io.replicaqueues");

    @TempDir
    private Path folder;

    private ProcessPair brokers;

    @ParameterizedTest
    @MethodSource("io.replicaqueues.tests.versions.Distributions#pairs")
    void aReplicaStaysIdenticalUntilItIsDisconnected(Distributions.Pair versions) throws Exception {
        CompletableFuture<BrokerProcess> original =
                CompletableFuture.supplyAsync(() -> start("node1", versions.original(), versions.java()));
        BrokerProcess replica = start("node2", versions.replica(), versions.java());
        try (ProcessPair pair = ProcessPair.of(original.join(), replica)) {
            brokers = pair;
            catchesUpWithWhatIsThere();
            followsWhatComesAndGoes();
            goesOnAfterARestartOfEitherSide();
            letsProducersWaitForIt();
            isProtectedUntilDisconnectedAndUsableThen();
            for (BrokerProcess each : List.of(brokers.original(), brokers.replica())) {
                String log = each.log();
                SIGNS_OF_ANOTHER_VERSION.forEach(sign -> assertTrue(!log.contains(sign), log));
            }
        }
    }

    @Test
    void aBrokerThatIsTooOldSaysSoInOneLineAndGoesOnWithoutReplicas() throws Exception {
        try (BrokerProcess broker = start("node1", Distributions.TOO_OLD, System.getProperty("java.home"))) {
            new MixedMessages(1, "producer").send(broker.core(), QUEUE, 10);

            assertEquals(10, broker.depth(QUEUE));
            assertEquals(
                    List.of(),
                    broker.jolokia()
                            .search(ObjectNames.queueReplication(broker.name()).toString()));
            List<String> lines = broker.log()
                    .lines()
                    .filter(line -> line.contains("io.replicaqueues"))
                    .toList();
            assertEquals(1, lines.size(), lines::toString);
            assertTrue(
                    lines.get(0)
                            .endsWith("Queue replication does not start: this is Apache Artemis 2.37.0,"
                                    + " supported are 2.40 to 2.56"),
                    lines::toString);
        }
    }

    private void catchesUpWithWhatIsThere() throws Exception {
        send(QUEUE, "before", 250);
        send(PAGED, "before", 250);
        brokers.createReplica(QUEUE);
        brokers.createReplica(PAGED);
        assertIdentical();
    }

    private void followsWhatComesAndGoes() throws Exception {
        send(QUEUE, "live", 150);
        send(PAGED, "live", 150);
        assertEquals(200, consume(brokers.original().amqp(), QUEUE, 200));
        assertEquals(200, consume(brokers.original().core(), PAGED, 200));
        assertIdentical();
    }

    private void goesOnAfterARestartOfEitherSide() throws Exception {
        brokers.original().restart();
        send(QUEUE, "restarted original", 50);
        assertIdentical();
        brokers.replica().stop();
        send(QUEUE, "without replica", 50);
        assertEquals(50, consume(brokers.original().amqp(), QUEUE, 50));
        brokers.replica().start();
        assertIdentical();
    }

    private void letsProducersWaitForIt() throws Exception {
        brokers.createReplica(brokers.original().address(), QUEUE, COPY, "acknowledgement=sync");
        await().atMost(Duration.ofSeconds(60)).until(() -> "sync".equals(brokers.attribute(COPY, "Acknowledgement")));
        send(QUEUE, "waiting", 20);
        assertEquals("sync", brokers.attribute(COPY, "Acknowledgement"));
        assertVerified(COPY);
        brokers.exec(COPY, "disconnect");
    }

    private void isProtectedUntilDisconnectedAndUsableThen() throws Exception {
        assertThrows(
                JMSException.class,
                () -> new MixedMessages(1, "stranger").send(brokers.replica().amqp(), QUEUE, 1));
        assertThrows(JMSException.class, () -> consume(brokers.replica().core(), QUEUE, 1));
        assertIdentical();
        int messages = QueueContent.of(brokers.original(), QUEUE).size();
        for (String queue : List.of(QUEUE, PAGED)) {
            Map<?, ?> report = (Map<?, ?>) brokers.exec(queue, "disconnect");
            assertEquals(true, report.get("inParity"), String.valueOf(report));
        }
        assertEquals(messages, consume(brokers.replica().amqp(), QUEUE, messages));
        new MixedMessages(1, "afterwards").send(brokers.replica().core(), PAGED, 5);
    }

    private void assertIdentical() throws Exception {
        for (String queue : List.of(QUEUE, PAGED)) {
            brokers.awaitParity(queue);
            assertVerified(queue);
        }
        brokers.assertSameContent(QUEUE);
        // Priorities count among the messages that are in memory, which are not the same on both sides.
        brokers.assertSameContentByProducer(PAGED);
    }

    private void assertVerified(String queue) throws Exception {
        Map<?, ?> report = (Map<?, ?>) brokers.exec(queue, "verify");
        assertEquals(true, report.get("equal"), () -> queue + " " + report);
    }

    private void send(String queue, String producer, int each) throws JMSException {
        new MixedMessages(producer.hashCode(), producer + " by AMQP")
                .send(brokers.original().amqp(), queue, each);
        new MixedMessages(producer.length(), producer + " by Core")
                .send(brokers.original().core(), queue, each);
    }

    private static int consume(ConnectionFactory clients, String queue, int count) throws JMSException {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            int consumed = 0;
            while (consumed < count && consumer.receive(3_000) != null) {
                consumed++;
            }
            session.commit();
            return consumed;
        }
    }

    private BrokerProcess start(String name, String version, String java) {
        try {
            return BrokerProcess.named(name, folder)
                    .home(Distributions.home(version))
                    .environment("JAVA_HOME", java)
                    .brokerXml(xml -> xml.replaceFirst("<address-settings>", "<address-settings>\n" + PAGING))
                    .start();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Broker " + name + " of version " + version + " did not start", e);
        }
    }
}
