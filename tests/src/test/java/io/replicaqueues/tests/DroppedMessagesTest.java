// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
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

    private void start(AddressSettings settings) throws Exception {
        brokers = BrokerPair.start(folder, original -> original.addressSettings(QUEUE, settings), each -> {});
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
