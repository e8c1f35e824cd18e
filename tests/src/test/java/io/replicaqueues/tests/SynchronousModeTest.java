// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.management.AttributeChangeNotification;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalStorageManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Producers that wait for a replica, between two embedded brokers. The replica is held up by its journal's lock. */
class SynchronousModeTest {

    private static final String QUEUE = "orders";
    private static final String SYNC = "sync";
    private static final String DEGRADED = "sync (degraded)";
    private static final String OPTIONS = "acknowledgement=sync";
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int BACKLOG = 100_000;
    private static final Duration LONG_ENOUGH = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private BrokerPair brokers;
    private boolean heldUp;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder, Map.of("sync-timeout", Long.toString(TIMEOUT.toMillis())));
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        letReplicaGoOn();
        brokers.close();
    }

    @ParameterizedTest
    @EnumSource(Producers.class)
    void aProducerIsConfirmedWhenTheReplicaHasItsMessages(Producers kind) throws Exception {
        ReplicaQueueMXBean replica = createSynchronous(QUEUE);
        try (Producers.Sender sender = kind.connect(brokers.original(), QUEUE)) {
            sender.send(texts("first", 20));
            assertEquals(texts("first", 20), storedOnReplica(QUEUE), "as soon as it is confirmed");

            holdUpReplica();
            CompletableFuture<Void> waiting = sending(sender, texts("second", 20));
            assertStaysIncomplete(waiting);
            letReplicaGoOn();

            waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertEquals(SYNC, replica.getAcknowledgement());
            List<String> all = new ArrayList<>(texts("first", 20));
            all.addAll(texts("second", 20));
            assertEquals(all, storedOnReplica(QUEUE), "as soon as it is confirmed");
        }
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(0, replica.getRepairs());
    }

    @Test
    void aReplicaThatDoesNotConfirmInTimeIsNotWaitedForUntilItKeepsUpAgain() throws Exception {
        ReplicaQueueMXBean replica = createSynchronous(QUEUE);
        List<AttributeChangeNotification> heard = listen();
        try (Producers.Sender sender = Producers.CORE_BLOCKING.connect(brokers.original(), QUEUE)) {
            holdUpReplica();
            long begun = System.nanoTime();
            sender.send(texts("late", 1));
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(waited.compareTo(TIMEOUT) >= 0, () -> "waited only " + waited);
            assertTrue(waited.compareTo(TIMEOUT.multipliedBy(2)) < 0, () -> "waited " + waited);

            begun = System.nanoTime();
            sender.send(texts("not waited for", 100));
            Duration unheld = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(unheld.compareTo(TIMEOUT) < 0, () -> "took " + unheld);
            letReplicaGoOn();

            await().atMost(PATIENCE).until(() -> heard.size() >= 2);
            awaitSynchronous(replica);
            assertChange(SYNC, DEGRADED, heard.get(0));
            assertChange(DEGRADED, SYNC, heard.get(1));
            sender.send(texts("waited for again", 1));
            assertEquals(102, storedOnReplica(QUEUE).size());
        }
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void aReplicaThatIsStoppedReadsDegradedAndNobodyWaits() throws Exception {
        ReplicaQueueMXBean replica = createSynchronous(QUEUE);
        replica.stop();
        assertEquals(DEGRADED, replica.getAcknowledgement());
        try (Producers.Sender sender = Producers.AMQP_BLOCKING.connect(brokers.original(), QUEUE)) {
            long begun = System.nanoTime();
            sender.send(texts("unheld", 20));
            assertTrue(System.nanoTime() - begun < TIMEOUT.toNanos());
        }
        replica.start();
        awaitSynchronous(replica);
        assertEquals(texts("unheld", 20), storedOnReplica(QUEUE));
    }

    @Test
    void aLinkThatBreaksLetsEverybodyGoAtOnce() throws Exception {
        createSynchronous(QUEUE);
        try (Producers.Sender sender = Producers.CORE_TRANSACTED.connect(brokers.original(), QUEUE)) {
            holdUpReplica();
            CompletableFuture<Void> waiting = sending(sender, texts("held", 3));
            assertStaysIncomplete(waiting);
            long begun = System.nanoTime();
            brokers.original().server().getRemotingService().getConnections().stream()
                    .filter(connection -> connection.getProtocolName().contains("AMQP"))
                    .forEach(connection -> connection.disconnect(false));

            waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertTrue(System.nanoTime() - begun < TIMEOUT.toNanos() / 2);
        }
    }

    @Test
    void aSessionThatSendsToTwoSynchronousQueuesWaitsForBoth() throws Exception {
        brokers.original().createQueue("invoices");
        createSynchronous(QUEUE);
        createSynchronous("invoices");
        for (Producers kind : Producers.values()) {
            try (Producers.Sender sender = kind.connect(brokers.original(), QUEUE, "invoices")) {
                sender.send(texts(kind.name(), 40));
                Set<String> stored = new HashSet<>(storedOnReplica(QUEUE));
                stored.addAll(storedOnReplica("invoices"));
                assertTrue(stored.containsAll(texts(kind.name(), 40)), () -> kind + " was confirmed too early");
            }
        }
        for (String queue : List.of(QUEUE, "invoices")) {
            brokers.awaitParity(queue);
            brokers.assertSameContent(queue);
        }
    }

    @Test
    void anAsynchronousReplicaBesideASynchronousOneHoldsTheSameInTheSameOrder() throws Exception {
        createSynchronous(QUEUE);
        brokers.createReplica(QUEUE, "copy", "");
        brokers.awaitParity(QUEUE, "copy");
        for (Producers kind : Producers.values()) {
            try (Producers.Sender sender = kind.connect(brokers.original(), QUEUE)) {
                sender.send(texts(kind.name(), 100));
            }
        }
        brokers.awaitParity(QUEUE, "copy");
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(QueueTexts.of(brokers.original(), QUEUE), storedOnReplica("copy"));
        assertEquals(0, brokers.replicaOf("copy").getRepairs());
    }

    @Test
    void twoSynchronousReplicasAreBothWaitedFor() throws Exception {
        createSynchronous(QUEUE);
        brokers.createReplica(QUEUE, "copy", OPTIONS);
        awaitSynchronous(brokers.replicaOf("copy"));
        try (Producers.Sender sender = Producers.CORE_ASYNCHRONOUS.connect(brokers.original(), QUEUE)) {
            for (int round = 0; round < 20; round++) {
                List<String> texts = texts("round " + round, 10);
                sender.send(texts);
                assertTrue(storedOnReplica(QUEUE).containsAll(texts));
                assertTrue(storedOnReplica("copy").containsAll(texts));
            }
        }
    }

    @Test
    void aRolledBackTransactionIsNeitherSentNorWaitedFor() throws Exception {
        createSynchronous(QUEUE);
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            holdUpReplica();
            producer.send(session.createTextMessage("never"));
            session.rollback();
            letReplicaGoOn();
            producer.send(session.createTextMessage("committed"));
            session.commit();
            assertEquals(List.of("committed"), storedOnReplica(QUEUE));
        }
    }

    @Test
    void aMessageThatIsConsumedBeforeItWasSentIsNotWaitedFor() throws Exception {
        createSynchronous(QUEUE);
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
                Producers.Sender sender = Producers.AMQP_ASYNCHRONOUS.connect(brokers.original(), QUEUE)) {
            connection.start();
            List<String> texts = texts("passing", 500);
            CompletableFuture<Void> sent = sending(sender, texts);
            for (String text : texts) {
                assertEquals(text, ((TextMessage) consumer.receive(PATIENCE.toMillis())).getText());
            }
            sent.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertEquals(SYNC, brokers.replicaOf(QUEUE).getAcknowledgement());
        brokers.awaitParity(QUEUE);
        assertEquals(0, brokers.replicaOf(QUEUE).getReplicaDepth());
    }

    @Test
    void messagesThatAreStillToComeIntoTheQueueAreCountedWhenItIsComparedOrListed() throws Exception {
        ReplicaQueueMXBean replica = createSynchronous(QUEUE);
        try (Producers.Sender sender = Producers.CORE_ASYNCHRONOUS.connect(brokers.original(), QUEUE)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 150; round++) {
                    sending(sender, texts("round " + round, 20)).join();
                }
            });
            while (!sending.isDone()) {
                assertTrue(replica.verify().isEqual(), () -> replica.verify().getDetail());
            }
            sending.get();
        }
        assertEquals(0, replica.getRepairs());
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void nobodyWaitsBehindACatchUp() throws Exception {
        brokers.close();
        brokers = BrokerPair.start(folder, Map.of("sync-timeout", "600000", "window", "2"));
        brokers.original().createQueue(QUEUE);
        ReplicaQueueMXBean replica = createSynchronous(QUEUE);
        replica.stop();
        sendInTransactions(BACKLOG);
        replica.start();
        await().atMost(PATIENCE).until(() -> replica.getCatchUpRemaining() > 0);
        holdUpReplica();
        assertTrue(replica.getCatchUpRemaining() > 0, "still catching up");
        try (Producers.Sender sender = Producers.CORE_BLOCKING.connect(brokers.original(), QUEUE)) {
            CompletableFuture<Void> sent = sending(sender, texts("mine", 100));

            sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertEquals(DEGRADED, replica.getAcknowledgement());
        letReplicaGoOn();
        awaitSynchronous(replica);
        assertTrue(storedOnReplica(QUEUE).containsAll(texts("mine", 100)));
    }

    @Test
    void aQueueThatIsNotStoredIsRefusedInOneLine() throws Exception {
        brokers.original()
                .server()
                .createQueue(
                        QueueConfiguration.of("fleeting").setAddress("fleeting").setDurable(false));

        String reason = assertThrows(
                        RuntimeException.class, () -> brokers.createReplica("fleeting", "fleeting", OPTIONS))
                .getMessage();

        assertTrue(reason.contains("acknowledgement=sync promises nothing: use acknowledgement=async"), reason);
        assertEquals(1, reason.lines().count(), reason);
        assertEquals(-1, brokers.replica().depth("fleeting"));
    }

    private ReplicaQueueMXBean createSynchronous(String queue) {
        ReplicaQueueMXBean replica = brokers.createReplica(queue, queue, OPTIONS);
        awaitSynchronous(replica);
        return replica;
    }

    private static void awaitSynchronous(ReplicaQueueMXBean replica) {
        await().atMost(PATIENCE).until(() -> replica.getAcknowledgement().equals(SYNC));
    }

    private void holdUpReplica() {
        storage().writeLock();
        heldUp = true;
    }

    private void letReplicaGoOn() {
        if (heldUp) {
            heldUp = false;
            storage().writeUnlock();
        }
    }

    private JournalStorageManager storage() {
        return (JournalStorageManager) brokers.replica().server().getStorageManager();
    }

    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + " " + i).toList();
    }

    private static CompletableFuture<Void> sending(Producers.Sender sender, List<String> texts) {
        return CompletableFuture.runAsync(() -> {
            try {
                sender.send(texts);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void assertStaysIncomplete(CompletableFuture<Void> waiting) {
        await().during(LONG_ENOUGH).atMost(TIMEOUT).until(() -> !waiting.isDone());
        assertFalse(waiting.isDone());
    }

    private List<String> storedOnReplica(String queue) throws Exception {
        return QueueTexts.of(brokers.replica(), queue);
    }

    private void sendInTransactions(int count) throws Exception {
        try (Producers.Sender sender = Producers.CORE_TRANSACTED.connect(brokers.original(), QUEUE)) {
            for (int sent = 0; sent < count; sent += 1_000) {
                sender.send(texts("backlog " + sent, 1_000));
            }
        }
    }

    private List<AttributeChangeNotification> listen() throws Exception {
        List<AttributeChangeNotification> heard = new CopyOnWriteArrayList<>();
        ManagementFactory.getPlatformMBeanServer()
                .addNotificationListener(
                        ObjectNames.replica(brokers.replica().name(), QUEUE),
                        (notification, handback) -> {
                            AttributeChangeNotification change = (AttributeChangeNotification) notification;
                            if (change.getAttributeName().equals("Acknowledgement")) {
                                heard.add(change);
                            }
                        },
                        null,
                        null);
        return heard;
    }

    private static void assertChange(String before, String after, AttributeChangeNotification change) {
        assertEquals(before, change.getOldValue());
        assertEquals(after, change.getNewValue());
        assertTrue(change.getMessage().startsWith("Replica queue " + QUEUE + " is " + after), change.getMessage());
    }
}
