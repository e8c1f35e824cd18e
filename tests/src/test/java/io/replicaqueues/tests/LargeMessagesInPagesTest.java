// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.StoredContent;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large messages in the pages of a replica queue, whose bodies are files beside the pages. */
class LargeMessagesInPagesTest {

    private static final String QUEUE = "orders";
    private static final int SMALL = 2_000;
    private static final int LARGE = 300 * 1024;

    @TempDir
    private Path folder;

    private BrokerPair brokers;
    private final Random random = new Random(11);

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(
                folder,
                original -> {},
                replica -> replica.addressSettings(
                        QUEUE,
                        new AddressSettings()
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                                .setMaxSizeBytes(20_000)
                                .setPageSizeBytes(10_000)));
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    void theirBodiesAreThereAfterARestartOfTheReplicaBroker(int deliveryMode) throws Exception {
        // What is in memory is durable: if it were lost over the restart, all behind it would have to come again.
        send(brokers.original().core(), DeliveryMode.PERSISTENT, 20, SMALL);
        send(deliveryMode);
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        send(deliveryMode);
        brokers.awaitSameStored(QUEUE);
        assertTrue(isPaging(brokers.replica()));

        brokers.replica().restart();

        brokers.awaitParity(QUEUE);
        StoredContent.assertSame(
                StoredContent.of(brokers.original(), QUEUE), StoredContent.of(brokers.replica(), QUEUE));
        assertTrue(replica.verify().isEqual());
        assertEquals(0, replica.getRepairs());
    }

    /** From a client of each protocol. */
    private void send(int deliveryMode) throws Exception {
        for (ConnectionFactory clients :
                List.of(brokers.original().core(), brokers.original().amqp())) {
            send(clients, deliveryMode, 10, SMALL);
            send(clients, deliveryMode, 5, LARGE);
            send(clients, deliveryMode, 10, SMALL);
        }
    }

    private void send(ConnectionFactory clients, int deliveryMode, int count, int size) throws Exception {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            producer.setDeliveryMode(deliveryMode);
            for (int i = 0; i < count; i++) {
                byte[] body = new byte[size];
                random.nextBytes(body);
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(body);
                producer.send(message);
            }
            session.commit();
        }
    }

    private static boolean isPaging(EmbeddedBroker broker) {
        return broker.server().locateQueue(QUEUE).getPagingStore().isPaging();
    }
}
