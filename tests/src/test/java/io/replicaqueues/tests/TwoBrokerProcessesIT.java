// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    @TempDir
    private Path folder;

    private ProcessPair brokers;
    private BrokerProcess original;
    private BrokerProcess replica;
    private final MixedMessages amqp = new MixedMessages(11, "producer");
    private final MixedMessages core = new MixedMessages(12, "producer2");

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = ProcessPair.start(folder);
        original = brokers.original();
        replica = brokers.replica();
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void aReplicaStaysIdenticalThroughLoadStopsAndRestartsAndIsUsableInTheEnd() throws Exception {
        send(10_000);
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);

        CompletableFuture<Integer> consumed = CompletableFuture.supplyAsync(() -> consumeBySeveral(15_000));
        send(20_000);
        assertEquals(15_000, consumed.get());
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);

        brokers.exec(QUEUE, "stop");
        send(2_500);
        assertEquals(2_500, consume(original.amqp(), new AtomicInteger(2_500)));
        brokers.exec(QUEUE, "start");
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);

        original.restart();
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);

        replica.restart();
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(true, ((Map<?, ?>) brokers.exec(QUEUE, "verify")).get("equal"));

        Map<?, ?> report = (Map<?, ?>) brokers.exec(QUEUE, "disconnect");
        assertEquals(true, report.get("inParity"), String.valueOf(report));
        int depth = ((Number) report.get("replicaDepth")).intValue();
        assertEquals(depth, consume(replica.amqp(), new AtomicInteger(Integer.MAX_VALUE)));
    }

    @Test
    void aReplicaBrokerThatIsDownCostsTheOriginalNothing() throws Exception {
        sendAndConsume(40_000);
        long journalWithoutReplica = original.journalBytes();
        send(100);
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        replica.stop();

        sendAndConsume(40_000);

        assertTrue(
                original.journalBytes() <= journalWithoutReplica + JOURNAL_FILE,
                () -> "journal grew beyond " + journalWithoutReplica + " bytes");
        replica.start();
        long up = System.nanoTime();
        brokers.awaitParity(QUEUE);
        // How fast it is on an idle machine is for the benchmark to say: here it must not wait for anything.
        assertTrue(System.nanoTime() - up < Duration.ofSeconds(5).toNanos(), "reconnection took over five seconds");
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void anOriginalThatStandsStillIsNoticedWithinTenSecondsAndFollowedAgain() throws Exception {
        send(100);
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);

        original.suspend();
        Instant suspended = Instant.now();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> "CONNECTING".equals(brokers.attribute(QUEUE, "State")));
            Instant noticed = Instant.parse((String) brokers.attribute(QUEUE, "StateSince"));
            // One of them for the threads of a busy machine to get their turn.
            assertTrue(noticed.isBefore(suspended.plusSeconds(11)), () -> suspended + " to " + noticed);
            assertEquals(false, brokers.attribute(QUEUE, "InParity"));
        } finally {
            original.resume();
        }

        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
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
