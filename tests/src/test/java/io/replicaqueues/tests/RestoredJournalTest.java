// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.DataBackup;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker's journal is put back to an earlier state: message ids of the original may then mean other messages. */
class RestoredJournalTest {

    private static final String QUEUE = "orders";

    @TempDir
    private Path folder;

    private final MixedMessages messages = new MixedMessages(1, "producer");
    private BrokerPair brokers;
    private ReplicaQueueMXBean replica;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder);
        brokers.original().createQueue(QUEUE);
        send(20);
        replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void anOriginalWhoseIdsAreUsedASecondTimeIsNoticedAndNeverMixed() throws Exception {
        DataBackup backup = backUp(brokers.original());
        brokers.awaitParity(QUEUE);
        send(30);
        brokers.awaitParity(QUEUE);
        QueueContent followed = QueueContent.of(brokers.replica(), QUEUE);
        Set<Long> idsFollowed = ids(brokers.original());
        replica.stop();

        restore(brokers.original(), backup);
        send(40);
        Set<Long> usedAgain = ids(brokers.original());
        usedAgain.retainAll(idsFollowed);
        assertTrue(usedAgain.size() > 20, () -> "ids used a second time: " + usedAgain);
        replica.start();

        awaitFailedByTime();
        QueueContent.assertSame(followed, QueueContent.of(brokers.replica(), QUEUE));

        brokers.replica().restart();
        replica = brokers.replicaOf(QUEUE);
        awaitFailedByTime();
        replica.start();
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertTrue(replica.verify().isEqual());
    }

    @Test
    void anOriginalRestoredToWhatTheReplicaHoldsIsFollowedAsBefore() throws Exception {
        replica.stop();
        DataBackup backup = backUp(brokers.original());
        send(30);

        restore(brokers.original(), backup);
        send(10);
        replica.start();

        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void anEmptyJournalOfTheSameNodeIsNoticed() throws Exception {
        QueueContent followed = QueueContent.of(brokers.replica(), QUEUE);
        replica.stop();
        brokers.original().stop();
        for (String each : List.of("bindings", "journal")) {
            deleteFiles(folder.resolve(brokers.original().name()).resolve(each));
        }
        String node = replica.getOriginalNodeId();
        brokers.original().start();
        assertEquals(node, brokers.original().server().getNodeID().toString());
        brokers.original().createQueue(QUEUE);
        send(10);

        replica.start();

        await().atMost(Duration.ofSeconds(20)).until(() -> replica.getState() == ReplicaState.FAILED);
        assertTrue(replica.getLastError().contains("start() accepts the new original"), replica::getLastError);
        QueueContent.assertSame(followed, QueueContent.of(brokers.replica(), QUEUE));
    }

    @Test
    void aReplicaRestoredFromABackupIsBroughtUpByDifference() throws Exception {
        DataBackup backup = backUp(brokers.replica());
        brokers.original().restart();
        send(15);
        consume(10);
        brokers.awaitParity(QUEUE);

        restore(brokers.replica(), backup);

        replica = brokers.replicaOf(QUEUE);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertTrue(replica.verify().isEqual());
    }

    @Test
    void bothRestoredTogetherGoOnTogether() throws Exception {
        brokers.replica().stop();
        brokers.original().stop();
        DataBackup ofReplica = DataBackup.of(dataOf(brokers.replica()));
        DataBackup ofOriginal = DataBackup.of(dataOf(brokers.original()));
        brokers.original().start();
        brokers.replica().start();
        send(30);
        brokers.awaitParity(QUEUE);

        brokers.replica().stop();
        restore(brokers.original(), ofOriginal);
        send(25);
        restore(brokers.replica(), ofReplica);

        replica = brokers.replicaOf(QUEUE);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void anOriginalThatCrashesAgainAndAgainStaysTheOneThatWasFollowed() throws Exception {
        for (int crash = 0; crash < 3; crash++) {
            send(10);
            brokers.awaitParity(QUEUE);
            brokers.original().kill();
            brokers.original().start();
        }
        send(10);

        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertFalse(replica.getLastError().contains("back in time"), replica::getLastError);
    }

    private void awaitFailedByTime() {
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.getState() == ReplicaState.FAILED);
        assertTrue(replica.getLastError().contains("went back in time"), replica::getLastError);
        assertTrue(replica.getLastError().contains("start() accepts"), replica::getLastError);
        assertTrue(replica.getLastError().contains("disconnect() keeps"), replica::getLastError);
    }

    private void send(int count) throws JMSException {
        messages.send(brokers.original().amqp(), QUEUE, count);
    }

    private void consume(int count) {
        try (JMSContext client = brokers.original().core().createContext();
                JMSConsumer consumer = client.createConsumer(client.createQueue(QUEUE))) {
            for (int i = 0; i < count; i++) {
                assertTrue(consumer.receive(5_000) != null);
            }
        }
    }

    private static Set<Long> ids(EmbeddedBroker broker) {
        Set<Long> ids = new HashSet<>();
        Queue queue = broker.server().locateQueue(QUEUE);
        // What was confirmed just now is listed a moment later, once the queue's own thread has taken it in.
        queue.flushExecutor();
        try (LinkedListIterator<MessageReference> content = queue.iterator()) {
            content.forEachRemaining(reference -> ids.add(reference.getMessageID()));
        }
        return ids;
    }

    private Path dataOf(EmbeddedBroker broker) {
        return folder.resolve(broker.name());
    }

    /** Stops the broker, copies its data and starts it again. */
    private DataBackup backUp(EmbeddedBroker broker) throws Exception {
        broker.stop();
        DataBackup backup = DataBackup.of(dataOf(broker));
        broker.start();
        return backup;
    }

    private static void restore(EmbeddedBroker broker, DataBackup backup) throws Exception {
        broker.stop();
        backup.restore();
        broker.start();
    }

    /** All but the file that holds the node's id. */
    private static void deleteFiles(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().equals("server.lock")) {
                    Files.delete(file);
                }
            }
        }
    }
}
