// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FeedTap;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An original that is deleted while its replica is behind: the replica keeps what the original held in the end. */
class DeletedOriginalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String QUEUE = "orders";

    @TempDir
    private Path folder;

    private final FeedTap tap = new FeedTap();
    private final Deleter deleter = new Deleter();
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        Map<String, String> oneFrameAtATime =
                Map.of("queue-replication", "yes", "window", "1", "frame-size", "4096", "heartbeat", "3000");
        brokers = BrokerPair.start(
                folder, oneFrameAtATime, original -> original.plugin(() -> tap).plugin(() -> deleter), each -> {});
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void whatWasConsumedOrSentJustBeforeTheDeletionIsFollowed() throws Exception {
        send(0, 10);
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        tap.withhold(true);
        for (int round = 0; round < 3; round++) {
            send(10 + round, 11 + round);
            consume(round);
        }

        brokers.original().server().destroyQueue(SimpleString.of(QUEUE));
        assertEquals(texts(0, 10), QueueTexts.of(brokers.replica(), QUEUE), "nothing has come through yet");
        tap.withhold(false);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(ReplicaState.FAILED, replica.getState(), replica.getLastError()));
        assertEquals(texts(3, 13), QueueTexts.of(brokers.replica(), QUEUE));
        assertTrue(replica.getLastError().contains("was deleted"), replica.getLastError());
        assertFalse(replica.isInParity());
        assertFalse(brokers.replication().getOriginals().length > 0);
    }

    @Test
    void aReplicaThatIsBeingCaughtUpGetsTheRest() throws Exception {
        send(0, 1_000);
        tap.damageFrames(this::withholdWhatComesAfterMessage50);
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        await().until(() -> replica.getReplicaDepth() > 50);

        brokers.original().server().destroyQueue(SimpleString.of(QUEUE));
        assertTrue(replica.getReplicaDepth() < 1_000, "not all has come through yet");
        tap.withhold(false);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(ReplicaState.FAILED, replica.getState(), replica.getLastError()));
        assertEquals(texts(0, 1_000), QueueTexts.of(brokers.replica(), QUEUE));
        assertFalse(replica.isInParity());
    }

    @Test
    void aQueueThatIsDeletedWhileItsFeedIsOpenedIsRefused() throws Exception {
        send(0, 3);
        deleter.isToDelete = true;

        String refusal = assertThrows(IllegalStateException.class, () -> brokers.createReplica(QUEUE))
                .getMessage();

        assertTrue(refusal.contains("has no queue " + QUEUE), refusal);
    }

    @Test
    void whatAPersonHasSaidOfANewOriginalOutlastsARestartOfTheReplicaBroker() throws Exception {
        send(0, 3);
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        brokers.original().server().destroyQueue(SimpleString.of(QUEUE));
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.FAILED);
        brokers.original().createQueue(QUEUE);
        send(3, 5);
        brokers.original().stop();

        replica.start();
        brokers.replica().restart();
        assertEquals(3, replica.getReplicaDepth(), "kept until there is another original");
        brokers.original().start();

        brokers.awaitParity(QUEUE);
        assertEquals(texts(3, 5), QueueTexts.of(brokers.replica(), QUEUE));
    }

    @Test
    void aPersonIsAskedAgainForTheNextOriginal() throws Exception {
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        for (int time = 1; time <= 2; time++) {
            brokers.awaitParity(QUEUE);
            brokers.original().server().destroyQueue(SimpleString.of(QUEUE));
            await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.FAILED);
            brokers.original().createQueue(QUEUE);
            brokers.replica().restart();
            assertEquals(ReplicaState.FAILED, replica.getState());

            replica.start();
        }
        brokers.awaitParity(QUEUE);
    }

    private static final class Deleter implements ActiveMQServerPlugin {

        private ActiveMQServer server;
        private volatile boolean isToDelete;

        @Override
        public void registered(ActiveMQServer registeredAt) {
            server = registeredAt;
        }

        @Override
        public void beforeCreateQueue(QueueConfiguration configuration) {
            if (isToDelete && configuration.getName().toString().startsWith("$queue-replication.feed.")) {
                isToDelete = false;
                try {
                    server.destroyQueue(SimpleString.of(QUEUE));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private boolean withholdWhatComesAfterMessage50(byte[] frame) {
        boolean reached = new String(frame, StandardCharsets.ISO_8859_1).contains("message 50");
        if (reached) {
            tap.withhold(true);
        }
        return !reached;
    }

    private void send(int from, int to) {
        try (JMSContext client = context(brokers.original())) {
            texts(from, to).forEach(text -> client.createProducer().send(client.createQueue(QUEUE), text));
        }
    }

    private void consume(int number) {
        try (JMSContext client = context(brokers.original());
                JMSConsumer consumer = client.createConsumer(client.createQueue(QUEUE))) {
            assertEquals("message " + number, consumer.receiveBody(String.class, 5_000));
        }
    }

    private static JMSContext context(EmbeddedBroker broker) {
        return broker.core().createContext(broker.user(), broker.password());
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "message " + number).toList();
    }
}
