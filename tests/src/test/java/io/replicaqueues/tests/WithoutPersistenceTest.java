// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers that store nothing: what is followed lives as long as they run. */
class WithoutPersistenceTest {

    private static final String QUEUE = "orders";

    @TempDir
    private Path folder;

    private final MixedMessages messages = new MixedMessages(1, "producer").largeEvery(0);
    private BrokerPair brokers;
    private ReplicaQueueMXBean replica;

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void aReplicaBrokerThatStoresNothingFollows() throws Exception {
        start(WithoutPersistenceTest::storing, WithoutPersistenceTest::storingNothing);

        assertFollowed();
    }

    @Test
    void anOriginalBrokerThatStoresNothingIsFollowed() throws Exception {
        start(WithoutPersistenceTest::storingNothing, WithoutPersistenceTest::storing);

        assertFollowed();
    }

    @Test
    void brokersThatBothStoreNothingFollow() throws Exception {
        start(WithoutPersistenceTest::storingNothing, WithoutPersistenceTest::storingNothing);

        assertFollowed();
    }

    @Test
    void anOriginalThatBeginsAnewIsNoticedAndNeverMixed() throws Exception {
        start(WithoutPersistenceTest::storingNothing, WithoutPersistenceTest::storing);
        assertFollowed();
        QueueContent followed = QueueContent.of(brokers.replica(), QUEUE);

        brokers.original().restart();
        brokers.original().createQueue(QUEUE);
        send(brokers.original(), 20);

        await().atMost(Duration.ofSeconds(30)).until(() -> replica.getState() == ReplicaState.FAILED);
        assertTrue(replica.getLastError().contains("start() accepts the new original"), replica::getLastError);
        QueueContent.assertSame(followed, QueueContent.of(brokers.replica(), QUEUE));

        replica.start();
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertTrue(replica.verify().isEqual());
    }

    @Test
    void aReplicaBrokerThatStoresNothingKnowsOfNoReplicaAfterARestart() throws Exception {
        start(WithoutPersistenceTest::storing, WithoutPersistenceTest::storingNothing);
        assertFollowed();

        brokers.replica().restart();

        assertEquals(-1, brokers.replica().depth(QUEUE));
        assertFalse(
                BrokerPair.isRegistered(ObjectNames.replica(brokers.replica().name(), QUEUE)));
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReplicaBrokerThatStoresNothingHasNoFileForALargeMessageAndSaysSo(boolean amqp) throws Exception {
        start(WithoutPersistenceTest::storing, WithoutPersistenceTest::storingNothing);
        brokers.awaitParity(QUEUE);
        ConnectionFactory clients =
                amqp ? brokers.original().amqp() : brokers.original().core();

        new MixedMessages(2, "large").largeEvery(1).send(clients, QUEUE, 1);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> replica.getLastError().contains("is a large one, for which a broker without persistence"));
        assertFalse(replica.isInParity());
        consume(31);
        brokers.awaitParity(QUEUE);
    }

    private static void storing(EmbeddedBrokerBuilder stock) {}

    private static void storingNothing(EmbeddedBrokerBuilder broker) {
        broker.configure(configuration -> configuration.setPersistenceEnabled(false));
    }

    private void start(Consumer<EmbeddedBrokerBuilder> original, Consumer<EmbeddedBrokerBuilder> replicaBroker)
            throws Exception {
        brokers = BrokerPair.start(folder, original, replicaBroker);
        brokers.original().createQueue(QUEUE);
        send(brokers.original(), 30);
        replica = brokers.createReplica(QUEUE);
    }

    private void assertFollowed() throws Exception {
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        send(brokers.original(), 30);
        consume(20);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        replica.stop();
        send(brokers.original(), 10);
        consume(10);
        replica.start();
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertTrue(replica.verify().isEqual());
        assertEquals(0, replica.getRepairs());
    }

    private void send(Broker broker, int count) throws JMSException {
        messages.send(broker.core(), QUEUE, count / 2);
        messages.send(broker.amqp(), QUEUE, count - count / 2);
    }

    private void consume(int count) {
        try (JMSContext client = brokers.original().core().createContext();
                JMSConsumer consumer = client.createConsumer(client.createQueue(QUEUE))) {
            for (int i = 0; i < count; i++) {
                assertTrue(consumer.receive(5_000) != null);
            }
        }
    }
}
