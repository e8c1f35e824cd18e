// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.HeldUpQueue;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes an original queue, but another plugin of its broker does not allow it, or holds it up. */
class AnnouncedDeletionTest {

    private static final String QUEUE = "orders";
    private static final int HEARTBEAT_MILLIS = 50;
    private static final Duration MANY_HEARTBEATS = Duration.ofMillis(40 * HEARTBEAT_MILLIS);

    /** What a listing misses it looks for several times, for three seconds in all. */
    private static final Duration LONGER_THAN_A_LISTING_LOOKS_AGAIN = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Obstacle obstacle = new Obstacle();
    private final ExecutorService deleter = Executors.newSingleThreadExecutor();
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(
                folder,
                Map.of("queue-replication", "yes", "heartbeat", Integer.toString(HEARTBEAT_MILLIS)),
                original -> original.plugin(() -> obstacle),
                each -> {});
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        obstacle.goOn.countDown();
        deleter.shutdown();
        brokers.close();
    }

    @Test
    void whatTheReplicaHoldsIsNotForgottenWhileTheQueueIsListed() throws Exception {
        obstacle.forbids = true;
        ReplicaQueueMXBean replica = followedWithMessages();
        replica.stop();
        consume(5);
        try (HeldUpQueue heldUp = HeldUpQueue.of(brokers.original().server().locateQueue(QUEUE))) {
            replica.start();
            await().atMost(PATIENCE)
                    .until(() -> brokers.followersOf(QUEUE).stream()
                            .anyMatch(follower -> follower.getState() == ReplicaState.CATCHING_UP));

            assertThrows(ActiveMQIllegalStateException.class, this::delete);
            await().during(MANY_HEARTBEATS)
                    .atMost(PATIENCE)
                    .until(() -> replica.getState() == ReplicaState.CATCHING_UP);
            heldUp.release();

            brokers.awaitParity(QUEUE);
            brokers.assertSameContent(QUEUE);
            assertEquals(0, replica.getRepairs());
        }
    }

    @Test
    void changesAreFollowedAgainAfterwards() throws Exception {
        obstacle.forbids = true;
        ReplicaQueueMXBean replica = followedWithMessages();

        assertThrows(ActiveMQIllegalStateException.class, this::delete);
        assertTrue(replica.verify().isEqual());
        new MixedMessages(2, "after").send(brokers.original().core(), QUEUE, 10);
        consume(5);

        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(0, replica.getRepairs());
    }

    @Test
    void theReplicaOfAQueueThatTakesLongToBeDeletedKeepsWhatItHolds() throws Exception {
        ReplicaQueueMXBean replica = followedWithMessages();
        QueueContent content = QueueContent.of(brokers.replica(), QUEUE);

        Future<?> deletion = deleteUntilTheMessagesHaveGone();
        assertKeeps(content, MANY_HEARTBEATS);
        obstacle.goOn.countDown();

        deletion.get();
        assertFailsWith(content, replica);
    }

    @Test
    void aReplicaIsNotComparedWithWhatADeletionHasLeftOfItsOriginal() throws Exception {
        ReplicaQueueMXBean replica = followedWithMessages();
        QueueContent content = QueueContent.of(brokers.replica(), QUEUE);

        Future<?> deletion = deleteUntilTheMessagesHaveGone();
        CompletableFuture<VerifyReport> comparison = CompletableFuture.supplyAsync(replica::verify);
        assertKeeps(content, LONGER_THAN_A_LISTING_LOOKS_AGAIN);
        obstacle.goOn.countDown();

        deletion.get();
        assertThrows(CompletionException.class, comparison::join);
        assertFailsWith(content, replica);
        assertEquals(0, replica.getRepairs());
    }

    private ReplicaQueueMXBean followedWithMessages() throws Exception {
        new MixedMessages(1, "before").send(brokers.original().core(), QUEUE, 10);
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        return replica;
    }

    private Future<?> deleteUntilTheMessagesHaveGone() throws InterruptedException {
        Future<?> deletion = deleter.submit(() -> {
            delete();
            return null;
        });
        obstacle.reached.await();
        return deletion;
    }

    private void assertKeeps(QueueContent content, Duration time) {
        await().during(time)
                .atMost(PATIENCE)
                .untilAsserted(() -> QueueContent.assertSame(content, QueueContent.of(brokers.replica(), QUEUE)));
    }

    private void assertFailsWith(QueueContent content, ReplicaQueueMXBean replica) throws JMSException {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(ReplicaState.FAILED, replica.getState(), replica.getLastError()));
        QueueContent.assertSame(content, QueueContent.of(brokers.replica(), QUEUE));
    }

    private void delete() throws Exception {
        brokers.original().server().destroyQueue(SimpleString.of(QUEUE));
    }

    private void consume(int messages) throws JMSException {
        try (JMSContext client = brokers.original().core().createContext();
                JMSConsumer consumer = client.createConsumer(client.createQueue(QUEUE))) {
            for (int i = 0; i < messages; i++) {
                consumer.receive(PATIENCE.toMillis()).acknowledge();
            }
        }
        await().until(() -> brokers.original().server().locateQueue(QUEUE).getDeliveringCount() == 0);
    }

    private static final class Obstacle implements ActiveMQServerPlugin {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean forbids;

        @Override
        public void beforeDestroyQueue(
                Queue queue,
                SecurityAuth session,
                boolean checkConsumerCount,
                boolean removeConsumers,
                boolean autoDeleteAddress)
                throws ActiveMQException {
            if (forbids && queue.getName().toString().equals(QUEUE)) {
                throw new ActiveMQIllegalStateException("queue " + QUEUE + " must stay");
            }
        }

        /** The messages have gone by then. */
        @Override
        public void beforeRemoveBinding(SimpleString uniqueName, Transaction transaction, boolean deleteData) {
            if (!uniqueName.toString().equals(QUEUE)) {
                return;
            }
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
