// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that the original broker confirms and drops, because its address, or its pages, may hold no more. */
class DroppedMessagesTest {

    private static final String QUEUE = "orders";
    private static final int SENT = 100;
    /** The least that may be set. */
    private static final int FEED_MAX_CHANGES = 1_000;

    private static final long ROOM_BYTES = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private BrokerPair brokers;

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void theReplicaDoesNotHoldWhatAFullAddressDrops() throws Exception {
        start(new AddressSettings()
                .setMaxSizeBytes(ROOM_BYTES)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP));

        assertFollowed();
    }

    @Test
    void theReplicaDoesNotHoldWhatFullPagesDrop() throws Exception {
        start(new AddressSettings()
                .setMaxSizeBytes(ROOM_BYTES)
                .setPageSizeBytes((int) ROOM_BYTES)
                .setPageLimitMessages(10L)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setPageFullMessagePolicy(PageFullMessagePolicy.DROP));

        assertFollowed();
    }

    @Test
    void theFeedRemembersNothingOfMessagesThatAreConsumedAtOnce() throws Exception {
        start(new AddressSettings()
                .setMaxSizeBytes(100 * ROOM_BYTES)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP));
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        String live = replica.getStateSince();

        sendToAConsumer(20 * FEED_MAX_CHANGES);

        send(JMSContext.AUTO_ACKNOWLEDGE);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(live, replica.getStateSince(), "it stayed LIVE");
    }

    private void sendToAConsumer(int count) throws JMSException {
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(false, ActiveMQJMSConstants.PRE_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            AtomicInteger received = new AtomicInteger();
            consumer.setMessageListener(each -> received.incrementAndGet());
            connection.start();
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            for (int i = 0; i < count; i++) {
                producer.send(session.createMessage());
            }
            await().atMost(PATIENCE).until(() -> received.get() == count);
        }
    }

    private void start(AddressSettings settings) throws Exception {
        brokers = BrokerPair.start(
                folder,
                Map.of("queue-replication", "yes", "feed-max-changes", Integer.toString(FEED_MAX_CHANGES)),
                original -> original.addressSettings(QUEUE, settings),
                each -> {});
        brokers.original().createQueue(QUEUE);
    }

    private void assertFollowed() throws Exception {
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        send(JMSContext.AUTO_ACKNOWLEDGE);
        send(JMSContext.SESSION_TRANSACTED);

        brokers.awaitParity(QUEUE);
        assertTrue(brokers.original().depth(QUEUE) < SENT, "most are dropped");
        brokers.assertSameContent(QUEUE);
        assertEquals(brokers.original().depth(QUEUE), replica.getMessagesAdded(), "it never held more");
        consumeSome();
        send(JMSContext.AUTO_ACKNOWLEDGE);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(0, replica.getRepairs());
        assertTrue(replica.verify().isEqual());
    }

    private void send(int acknowledgement) throws Exception {
        try (JMSContext client = brokers.original().core().createContext(acknowledgement)) {
            for (int i = 0; i < SENT; i++) {
                BytesMessage message = client.createBytesMessage();
                message.writeBytes(new byte[1_000]);
                client.createProducer().send(client.createQueue(QUEUE), message);
            }
            if (client.getTransacted()) {
                client.commit();
            }
        }
    }

    private void consumeSome() {
        try (JMSContext client = brokers.original().core().createContext();
                JMSConsumer consumer = client.createConsumer(client.createQueue(QUEUE))) {
            for (int taken = 0; taken < 5; taken++) {
                assertTrue(consumer.receive(PATIENCE.toMillis()) != null);
            }
        }
    }
}
