// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.BrokerProcessBuilder;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.broker.QueueContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Originals that are deleted, or that are not what they were: a replica never gives up what it holds unasked. */
class LostOriginalsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static ProcessPair pair;

    @BeforeAll
    static void start() throws Exception {
        pair = ProcessPair.start(folder, PairUnderLoad::setUp);
    }

    @AfterAll
    static void close() throws Exception {
        pair.close();
    }

    @Test
    void aDeletedOriginalEmptiesNothing() throws Exception {
        QueueContent before = replicated("deleted");

        destroyOriginal("deleted");

        awaitFailure("deleted", "was deleted on broker node1");
        assertKept("deleted", before);
        pair.exec("deleted", "disconnect");
        assertKept("deleted", before);
    }

    @Test
    void anOriginalDeletedAndCreatedAgainUnseenIsFollowedOnlyOnRequest() throws Exception {
        String queue = "created-again";
        send(queue, 1, 200);
        try (TcpProxy network = TcpProxy.to(pair.original().port())) {
            pair.createReplica(network.addressOf(pair.original()), queue);
            pair.awaitParity(queue);
            QueueContent before = QueueContent.of(pair.replica(), queue);
            network.refuse();
            network.reset();
            destroyOriginal(queue);
            send(queue, 2, 100);
            network.heal();

            awaitFailure(queue, "was deleted and created again");
            assertKept(queue, before);

            pair.exec(queue, "start");
            pair.awaitParity(queue);
            pair.assertSameContent(queue);
        }
    }

    @Test
    void anEmptyJournalAtTheSameAddressIsFollowedOnlyOnRequest() throws Exception {
        BrokerProcessBuilder third = BrokerProcess.named("node3", folder);
        PairUnderLoad.setUp(third);
        try (BrokerProcess original = third.start();
                TcpProxy network = TcpProxy.to(original.port())) {
            ProcessPair other = ProcessPair.of(original, pair.replica());
            String queue = "emptied";
            new MixedMessages(3, "producer").send(original.amqp(), queue, 200);
            other.createReplica(network.addressOf(original), queue);
            other.awaitParity(queue);
            QueueContent before = QueueContent.of(pair.replica(), queue);

            network.refuse();
            original.kill();
            delete(original.instance().resolve("data"));
            original.start();
            new MixedMessages(4, "producer").send(original.amqp(), queue, 100);
            network.heal();

            awaitFailure(queue, "another broker answers at");
            assertKept(queue, before);

            other.exec(queue, "start");
            other.awaitParity(queue);
            other.assertSameContent(queue);
            other.exec(queue, "disconnect");
        }
    }

    @Test
    void aReplicaWhoseOriginalBrokerStartsLaterFollowsByItself() throws Exception {
        replicated("late");
        pair.original().stop();
        long before = linesOf("late");
        pair.replica().restart();
        awaitTries("late", 6);
        assertEquals("CONNECTING", pair.attribute("late", "State"));

        pair.original().start();

        pair.awaitParity("late");
        pair.assertSameContent("late");
        assertFewLines("late", before);
    }

    @Test
    void brokersThatStartAtTheSameTimeFollowByThemselves() throws Exception {
        replicated("together");
        pair.replica().stop();
        pair.original().stop();
        long before = linesOf("together");

        CompletableFuture<Void> original = CompletableFuture.runAsync(() -> start(pair.original()));
        pair.replica().start();
        original.join();

        pair.awaitParity("together");
        pair.assertSameContent("together");
        assertFewLines("together", before);
    }

    private static void start(BrokerProcess broker) {
        try {
            broker.start();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the replica has tried in vain so often. */
    private static void awaitTries(String queue, int tries) {
        Set<Object> times = new HashSet<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            times.add(pair.attribute(queue, "LastErrorTime"));
            return times.size() > tries;
        });
    }

    private static long linesOf(String queue) throws IOException {
        return pair.replica()
                .log()
                .lines()
                .filter(line -> line.contains("Replica queue " + queue + " "))
                .count();
    }

    /** One for each change of the state, however often it tried, and none of a failure. */
    private static void assertFewLines(String queue, long before) throws IOException {
        long lines = linesOf(queue) - before;
        assertTrue(lines >= 1 && lines <= 8, lines + " lines");
        assertTrue(!pair.replica()
                .log()
                .contains("Replica queue " + queue + " of 127.0.0.1:"
                        + pair.original().port() + " is FAILED"));
    }

    private static QueueContent replicated(String queue) throws Exception {
        send(queue, 1, 200);
        pair.createReplica(queue);
        pair.awaitParity(queue);
        return QueueContent.of(pair.replica(), queue);
    }

    private static void send(String queue, long seed, int count) throws Exception {
        new MixedMessages(seed, "producer").send(pair.original().amqp(), queue, count);
    }

    private static void destroyOriginal(String queue) throws Exception {
        pair.original()
                .jolokia()
                .exec(
                        "org.apache.activemq.artemis:broker=\"node1\"",
                        "destroyQueue(java.lang.String,boolean)",
                        queue,
                        true);
    }

    private static void awaitFailure(String queue, String reason) throws Exception {
        await().atMost(PATIENCE).until(() -> "FAILED".equals(pair.attribute(queue, "State")));
        String error = String.valueOf(pair.attribute(queue, "LastError"));
        assertTrue(error.contains(reason), error);
    }

    private static void assertKept(String queue, QueueContent before) throws Exception {
        QueueContent.assertSame(before, QueueContent.of(pair.replica(), queue));
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
