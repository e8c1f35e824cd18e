// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker does nothing by itself to a queue that follows, a queue that pages included. */
class StandstillTest {

    private static final String QUEUE = "orders";
    private static final int MESSAGES = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private BrokerPair brokers;
    private ReplicaQueueMXBean replica;

    @BeforeEach
    void startReplicaThatPages() throws Exception {
        brokers = BrokerPair.start(folder, each -> {}, StandstillTest::pagingFromTheFirstMessages);
        brokers.original().createQueue(QUEUE);
        new MixedMessages(1, "amqp").send(brokers.original().amqp(), QUEUE, MESSAGES);
        brokers.replication().createReplica(brokers.original().address(), QUEUE);
        replica = brokers.replicaOf(QUEUE);
        awaitParity();
        assertTrue(queue().getPageSubscription().isPaging(), "the replica pages");
    }

    private static void pagingFromTheFirstMessages(EmbeddedBrokerBuilder broker) {
        broker.addressSettings(
                QUEUE,
                new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setMaxSizeBytes(20 * 1024)
                        .setPageSizeBytes(10 * 1024));
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void theQueueIsPausedUntilItIsDisconnected() throws Exception {
        assertTrue(queue().isPaused());
        replica.stop();
        assertTrue(queue().isPaused(), "a stopped replica too");

        replica.disconnect();

        assertFalse(queue().isPaused());
        assertEquals(MESSAGES, consumed());
    }

    @Test
    void clientsOfBothProtocolsBrowseWhatIsInPagesToo() throws Exception {
        QueueContent original = QueueContent.of(brokers.original(), QUEUE);
        // A browser sees priorities among what is in memory only, which is more here and less there.
        QueueContent.assertSameByProducer(original, QueueContent.of(brokers.replica(), QUEUE));
        try (Connection connection = brokers.replica().core().createConnection();
                Session session = connection.createSession()) {
            connection.start();
            var browsed = session.createBrowser(session.createQueue(QUEUE)).getEnumeration();
            for (int i = 0; i < MESSAGES; i++) {
                assertTrue(browsed.hasMoreElements(), i + " messages browsed");
                browsed.nextElement();
            }
            assertFalse(browsed.hasMoreElements());
        }
    }

    @Test
    void aQueueResumedThroughManagementIsPausedAgain() throws Exception {
        queue().resume();

        await().atMost(PATIENCE).until(queue()::isPersistedPause);
        new MixedMessages(2, "more").send(brokers.original().amqp(), QUEUE, 20);
        awaitParity();
        QueueContent.assertSameByProducer(
                QueueContent.of(brokers.original(), QUEUE), QueueContent.of(brokers.replica(), QUEUE));
    }

    @Test
    void aQueueWhoseAddressWasPausedAndResumedIsPausedAgain() {
        AddressInfo address = brokers.replica().server().getAddressInfo(queue().getAddress());
        address.setPostOffice(brokers.replica().server().getPostOffice());
        address.pause(false);
        address.resume();

        await().atMost(PATIENCE).until(queue()::isPersistedPause);
    }

    @Test
    void aRestartTakesNothingOutOfThePages() throws Exception {
        replica.stop();
        brokers.replica().restart();

        assertTrue(queue().isPaused());
        assertTrue(queue().getPageSubscription().isPaging());
        brokers.replicaOf(QUEUE).start();
        awaitParity();
        assertEquals(0, takenOutOfPages());
    }

    private int takenOutOfPages() {
        int taken = 0;
        try (LinkedListIterator<MessageReference> inMemory = queue().iterator()) {
            while (inMemory.hasNext()) {
                taken += inMemory.next().isPaged() ? 1 : 0;
            }
        }
        return taken;
    }

    private int consumed() throws Exception {
        ConnectionFactory clients = brokers.replica().core();
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            int count = 0;
            while (consumer.receive(count < MESSAGES ? PATIENCE.toMillis() : 100) != null) {
                count++;
            }
            return count;
        }
    }

    private Queue queue() {
        return brokers.replica().server().locateQueue(QUEUE);
    }

    private void awaitParity() {
        ReplicaQueueMXBean current = brokers.replicaOf(QUEUE);
        await().atMost(PATIENCE)
                .until(() -> current.getState() == ReplicaState.LIVE
                        && current.isInParity()
                        && current.getReplicaDepth() == brokers.original().depth(QUEUE));
    }
}
