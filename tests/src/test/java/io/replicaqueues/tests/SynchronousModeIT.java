// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.fault.Direction;
import io.replicaqueues.tests.fault.LinkFault;
import io.replicaqueues.tests.fault.TcpProxy;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers that wait for a replica, between two broker processes: nothing confirmed is lost with the original. */
class SynchronousModeIT {

    private static final String QUEUE = "orders";
    private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LISTENING_MILLIS = 2_000;

    @TempDir
    private Path folder;

    private ProcessPair brokers;
    private TcpProxy network;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = ProcessPair.start(
                folder, broker -> broker.property("sync-timeout", Long.toString(SYNC_TIMEOUT.toMillis())));
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
        if (network != null) {
            network.close();
        }
    }

    @Test
    void everyConfirmedMessageIsOnTheReplicaWhenTheOriginalIsLostForGood() throws Exception {
        loseTheOriginal(2);
    }

    @Test
    @Tag("soak")
    void everyConfirmedMessageIsOnTheReplicaHoweverOftenAnOriginalIsLost() throws Exception {
        loseTheOriginal(25);
    }

    @Test
    void aSuspendedReplicaIsWaitedForAsLongAsTheTimeoutAndAgainWhenItGoesOn() throws Exception {
        createSynchronous(QUEUE);
        try (Producers.Sender sender = Producers.CORE_BLOCKING.connect(brokers.original(), QUEUE)) {
            sender.send(List.of("before"));
            brokers.replica().suspend();
            try {
                long begun = System.nanoTime();
                sender.send(List.of("held"));
                Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                assertTrue(waited.compareTo(SYNC_TIMEOUT) >= 0, () -> "waited only " + waited);
                sender.send(List.of("not held"));
                // The producer is let go before that is logged.
                await().atMost(PATIENCE)
                        .until(() -> lines(brokers.original().log(), "no longer wait for replica " + QUEUE) == 1);
            } finally {
                brokers.replica().resume();
            }
            await().atMost(PATIENCE)
                    .until(() -> lines(brokers.replica().log(), "Replica queue orders is sync (degraded)") > 0);
            awaitSynchronous(QUEUE);
        }
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    /** Kills the original under load and deletes its data, again and again: each time with a queue of its own. */
    private void loseTheOriginal(int rounds) throws Exception {
        Random random = new Random(4711);
        for (int round = 1; round <= rounds; round++) {
            network = TcpProxy.to(brokers.original().port());
            // What is on its way is lost with the original: without waiting for the replica, confirmed messages would
            // be.
            network.impair(Direction.TO_CLIENT, LinkFault.delay(Duration.ofMillis(100)));
            String queue = QUEUE + round;
            List<Load> loads = new ArrayList<>();
            createSynchronous(queue, network.addressOf(brokers.original()));
            for (Producers kind : Producers.values()) {
                loads.add(new Load(kind, queue));
            }
            await().atMost(PATIENCE).until(() -> loads.stream().allMatch(Load::hasConfirmed));
            int confirmed = confirmed(loads) + 100 + random.nextInt(1_500);
            await().atMost(PATIENCE).until(() -> confirmed(loads) > confirmed);
            assertEquals("sync", brokers.attribute(queue, "Acknowledgement"));

            brokers.original().kill();
            network.close();
            deleteData();
            for (Load load : loads) {
                load.end();
            }
            brokers.exec(queue, "disconnect");

            List<String> survived = consumeAll(queue);
            assertEquals(new HashSet<>(survived).size(), survived.size(), "no duplicates");
            for (Load load : loads) {
                load.assertSurvivedIn(survived);
            }
            brokers.original().start();
        }
    }

    private static int confirmed(List<Load> loads) {
        return loads.stream().mapToInt(load -> load.confirmed.size()).sum();
    }

    /** One producer that sends until its connection breaks. */
    private final class Load {

        private final Producers kind;
        private final Producers.Sender sender;
        private final List<String> confirmed = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> running;
        private int next;

        Load(Producers kind, String queue) throws Exception {
            this.kind = kind;
            this.sender = kind.connect(brokers.original(), queue);
            this.running = CompletableFuture.runAsync(this::sendUntilItBreaks, command -> {
                Thread thread = new Thread(command, "producer " + kind);
                thread.setDaemon(true);
                thread.start();
            });
        }

        private void sendUntilItBreaks() {
            try {
                while (true) {
                    List<String> batch = IntStream.range(next, next + batchSize())
                            .mapToObj(this::text)
                            .toList();
                    next += batch.size();
                    sender.send(batch);
                    confirmed.addAll(batch);
                }
            } catch (Exception broken) {
                // Whatever was not confirmed may or may not have survived.
            }
        }

        private int batchSize() {
            return kind == Producers.CORE_BLOCKING || kind == Producers.AMQP_BLOCKING ? 1 : 10;
        }

        private String text(int number) {
            return kind + " " + number + " " + new Random(number).nextLong() + "x".repeat(number * 37 % 1_000);
        }

        boolean hasConfirmed() {
            return confirmed.size() >= 20;
        }

        void end() throws Exception {
            running.get();
            try {
                sender.close();
            } catch (Exception broken) {
                // Its broker is gone.
            }
        }

        /** In full, in order, and nothing that was never sent. */
        void assertSurvivedIn(List<String> survived) {
            List<String> mine = survived.stream()
                    .filter(text -> text.startsWith(kind + " "))
                    .toList();
            assertTrue(
                    mine.size() >= confirmed.size(),
                    () -> kind + ": of " + confirmed.size() + " confirmed messages " + mine.size() + " survived");
            for (int i = 0; i < mine.size(); i++) {
                assertEquals(text(i), mine.get(i), "message " + i + " of " + kind);
            }
        }
    }

    private void createSynchronous(String queue) throws Exception {
        createSynchronous(queue, brokers.original().address());
    }

    private void createSynchronous(String queue, String address) throws Exception {
        try (Producers.Sender first = Producers.CORE_BLOCKING.connect(brokers.original(), queue)) {
            first.send(List.of("the message that creates the queue"));
        }
        brokers.createReplica(address, queue, queue, "acknowledgement=sync");
        awaitSynchronous(queue);
    }

    private void awaitSynchronous(String queue) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> "sync".equals(brokers.attribute(queue, "Acknowledgement")));
    }

    private List<String> consumeAll(String queue) throws Exception {
        List<String> texts = new ArrayList<>();
        try (Connection connection = brokers.replica().core().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            Message message = consumer.receive(PATIENCE.toMillis());
            while (message != null) {
                texts.add(((TextMessage) message).getText());
                message = consumer.receive(LISTENING_MILLIS);
            }
            session.commit();
        }
        return texts;
    }

    private void deleteData() throws IOException {
        try (Stream<Path> files =
                Files.walk(brokers.original().instance().resolve("data")).sorted(Comparator.reverseOrder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static long lines(String log, String text) {
        return log.lines().filter(line -> line.contains(text)).count();
    }
}
