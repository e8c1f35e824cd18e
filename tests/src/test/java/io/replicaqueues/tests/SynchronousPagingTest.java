// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalStorageManager;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Producers that wait for a replica while their broker writes what they send into pages. */
class SynchronousPagingTest {

    private static final String SYNC = "sync";
    private static final int IN_MEMORY_AND_BEYOND = 60;
    private static final int MORE = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static BrokerPair brokers;

    @BeforeAll
    static void startBrokers() throws Exception {
        AddressSettings paging = new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(40_000)
                .setPageSizeBytes(20_000);
        brokers = BrokerPair.start(
                folder,
                Map.of("queue-replication", "yes", "sync-timeout", Long.toString(PATIENCE.toMillis())),
                original -> original.addressSettings("paged.#", paging),
                replica -> {});
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @ParameterizedTest
    @EnumSource(Producers.class)
    void aProducerIsConfirmedWhenTheReplicaHasWhatTheOriginalPages(Producers kind) throws Exception {
        String queue = "paged." + kind;
        ReplicaQueueMXBean replica = createSynchronous(queue);
        try (Producers.Sender sender = kind.connect(brokers.original(), queue)) {
            List<String> first = texts(0, IN_MEMORY_AND_BEYOND);
            sender.send(first);
            assertTrue(brokers.original()
                    .server()
                    .locateQueue(queue)
                    .getPagingStore()
                    .isPaging());
            assertEquals(first, QueueTexts.of(brokers.replica(), queue), "as soon as it is confirmed");

            CompletableFuture<Void> waiting;
            storage().writeLock();
            try {
                waiting = sending(sender, texts(IN_MEMORY_AND_BEYOND, MORE));
                CompletableFuture<Void> held = waiting;
                await().during(Duration.ofMillis(400)).atMost(PATIENCE).until(() -> !held.isDone());
            } finally {
                storage().writeUnlock();
            }
            waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertEquals(
                    texts(0, IN_MEMORY_AND_BEYOND + MORE),
                    QueueTexts.of(brokers.replica(), queue),
                    "as soon as it is confirmed");

            CompletableFuture<Void> sent = sending(sender, texts(IN_MEMORY_AND_BEYOND + MORE, MORE));
            consume(queue, IN_MEMORY_AND_BEYOND + MORE);
            sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertEquals(SYNC, replica.getAcknowledgement());
        brokers.awaitSameStored(queue);
        assertEquals(MORE, brokers.replica().depth(queue));
        assertEquals(0, replica.getRepairs());
    }

    private static ReplicaQueueMXBean createSynchronous(String queue) throws Exception {
        brokers.original().createQueue(queue);
        ReplicaQueueMXBean replica = brokers.createReplica(queue, queue, "acknowledgement=sync");
        await().atMost(PATIENCE).until(() -> replica.getAcknowledgement().equals(SYNC));
        return replica;
    }

    private static JournalStorageManager storage() {
        return (JournalStorageManager) brokers.replica().server().getStorageManager();
    }

    private static List<String> texts(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> number + " " + "x".repeat(2_000))
                .toList();
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

    /** While the producer sends: pages are read and written at the same time. */
    private static void consume(String queue, int count) throws Exception {
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            for (int taken = 0; taken < count; taken++) {
                assertTrue(consumer.receive(PATIENCE.toMillis()) != null, taken + " were taken");
            }
        }
    }
}
