// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica between two broker processes of the stock distribution, operated over Jolokia as a user would. */
class TwoBrokerProcessesIT {

    private static final String QUEUE = "orders";
    private static final long JOURNAL_FILE = 10L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private BrokerProcess original;
    private BrokerProcess replica;
    private final MixedMessages amqp = new MixedMessages(11, "producer");
    private final MixedMessages core = new MixedMessages(12, "producer2");

    @BeforeEach
    void startBrokers() throws Exception {
        original = BrokerProcess.named("node1", folder).start();
        replica = BrokerProcess.named("node2", folder).start();
    }

    @AfterEach
    void stopBrokers() throws Exception {
        replica.close();
        original.close();
    }

    @Test
    void aReplicaStaysIdenticalThroughLoadStopsAndRestartsAndIsUsableInTheEnd() throws Exception {
        send(10_000);
        createReplica();
        awaitParity();
        assertSameContent();

        CompletableFuture<Integer> consumed = CompletableFuture.supplyAsync(() -> consumeBySeveral(15_000));
        send(20_000);
        assertEquals(15_000, consumed.get());
        awaitParity();
        assertSameContent();

        exec("stop");
        send(2_500);
        assertEquals(2_500, consume(original.amqp(), new AtomicInteger(2_500)));
        exec("start");
        awaitParity();
        assertSameContent();

        original.restart();
        awaitParity();
        assertSameContent();

        replica.restart();
        awaitParity();
        assertSameContent();
        assertEquals(true, ((Map<?, ?>) exec("verify")).get("equal"));

        Map<?, ?> report = (Map<?, ?>) exec("disconnect");
        assertEquals(true, report.get("inParity"), String.valueOf(report));
        int depth = ((Number) report.get("replicaDepth")).intValue();
        assertEquals(depth, consume(replica.amqp(), new AtomicInteger(Integer.MAX_VALUE)));
    }

    @Test
    void aReplicaBrokerThatIsDownCostsTheOriginalNothing() throws Exception {
        sendAndConsume(100_000);
        long journalWithoutReplica = original.journalBytes();
        send(100);
        createReplica();
        awaitParity();
        replica.stop();

        sendAndConsume(100_000);

        assertTrue(
                original.journalBytes() <= journalWithoutReplica + JOURNAL_FILE,
                () -> "journal grew beyond " + journalWithoutReplica + " bytes");
        replica.start();
        long up = System.nanoTime();
        awaitParity();
        assertTrue(System.nanoTime() - up < Duration.ofSeconds(1).toNanos(), "reconnection took over a second");
        assertSameContent();
    }

    @Test
    void anOriginalThatStandsStillIsNoticedWithinTenSecondsAndFollowedAgain() throws Exception {
        send(100);
        createReplica();
        awaitParity();

        original.suspend();
        try {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> "CONNECTING".equals(replica.jolokia().read(replicaName(), "State")));
            assertEquals(false, replica.jolokia().read(replicaName(), "InParity"));
        } finally {
            original.resume();
        }

        awaitParity();
        assertSameContent();
    }

    private void createReplica() throws Exception {
        replica.jolokia()
                .exec(
                        ObjectNames.queueReplication(replica.name()).toString(),
                        "createReplica",
                        original.address(),
                        QUEUE);
    }

    private Object exec(String operation) throws Exception {
        return replica.jolokia().exec(replicaName(), operation);
    }

    private String replicaName() {
        return ObjectNames.replica(replica.name(), QUEUE).toString();
    }

    private void awaitParity() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<?, ?> status = replica.jolokia().read(replicaName());
            assertEquals("LIVE", status.get("State"), () -> String.valueOf(status));
            assertEquals(true, status.get("InParity"), () -> String.valueOf(status));
            assertEquals(0L, ((Number) status.get("DepthDifference")).longValue(), () -> String.valueOf(status));
            assertEquals(0L, ((Number) status.get("LagMillis")).longValue(), () -> String.valueOf(status));
        });
    }

    private void assertSameContent() throws JMSException {
        QueueContent.assertSame(QueueContent.of(original, QUEUE), QueueContent.of(replica, QUEUE));
    }

    /** One producer that changes between the protocols, so that the order of the queue is that of the sends. */
    private void send(int count) throws JMSException {
        for (int sent = 0; sent < count; sent += 500) {
            int part = Math.min(500, count - sent) / 2;
            amqp.send(original.amqp(), QUEUE, part);
            core.send(original.core(), QUEUE, part);
        }
    }

    private void sendAndConsume(int count) throws JMSException {
        new MixedMessages(13, "passing").largeEvery(0).send(original.core(), QUEUE, count);
        assertEquals(count, consume(original.core(), new AtomicInteger(count)));
    }

    private int consumeBySeveral(int count) {
        AtomicInteger left = new AtomicInteger(count);
        List<CompletableFuture<Integer>> clients = List.of(
                CompletableFuture.supplyAsync(() -> consume(original.amqp(), left)),
                CompletableFuture.supplyAsync(() -> consume(original.core(), left)),
                CompletableFuture.supplyAsync(() -> consume(original.core(), left)));
        return clients.stream().mapToInt(CompletableFuture::join).sum();
    }

    /** Consumes, together with others, until nothing is left to be consumed or to be had. */
    private static int consume(ConnectionFactory clients, AtomicInteger left) {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            int consumed = 0;
            while (left.getAndDecrement() > 0) {
                if (consumer.receive(3_000) == null) {
                    break;
                }
                consumed++;
                if (consumed % 100 == 0) {
                    session.commit();
                }
            }
            session.commit();
            return consumed;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
