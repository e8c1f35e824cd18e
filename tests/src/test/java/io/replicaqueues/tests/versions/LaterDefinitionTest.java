// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.config.PersistedKeyValuePair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica whose definition was stored by a later version of the extension, in a format that this one does not know. */
class LaterDefinitionTest {

    private static final String QUEUE = "orders";
    private static final String MAP = "queue-replication";
    private static final String LATER = "{\"format\":1000,\"unlike\":\"today's\"}";

    @TempDir
    private Path folder;

    @Test
    void itsQueueStaysProtectedAndIsFollowedWhenTheLaterVersionIsBack() throws Exception {
        try (BrokerPair brokers = BrokerPair.start(folder)) {
            EmbeddedBroker replica = brokers.replica();
            brokers.original().createQueue(QUEUE);
            new MixedMessages(1, "before").send(brokers.original().amqp(), QUEUE, 50);
            brokers.createReplica(QUEUE);
            brokers.awaitParity(QUEUE);
            QueueContent before = QueueContent.of(replica, QUEUE).durable();
            String understood = stored(replica);

            restartWith(LATER, replica);

            assertEquals(0, brokers.replication().getReplicas().length);
            JMSException sending = assertThrows(
                    JMSException.class, () -> new MixedMessages(2, "stranger").send(replica.amqp(), QUEUE, 1));
            assertTrue(sending.getMessage().contains("install the version that wrote it"), sending.getMessage());
            assertThrows(JMSException.class, () -> consume(replica));
            IllegalStateException following = assertThrows(
                    IllegalStateException.class,
                    () -> brokers.replication().replicate(brokers.original().address(), QUEUE));
            assertTrue(following.getMessage().contains("install the version that wrote it"), following.getMessage());
            QueueContent.assertSame(before, QueueContent.of(replica, QUEUE).durable());
            assertEquals(LATER, stored(replica));

            new MixedMessages(3, "meanwhile").send(brokers.original().core(), QUEUE, 50);
            restartWith(understood, replica);

            brokers.awaitParity(QUEUE);
            brokers.assertSameContent(QUEUE);
        }
    }

    private static String stored(EmbeddedBroker broker) {
        return storage(broker).getPersistedKeyValuePairs(MAP).get(QUEUE).getValue();
    }

    /** Stored while the extension is not loaded, which would store its own over it. */
    private void restartWith(String definition, EmbeddedBroker broker) throws Exception {
        broker.stop();
        EmbeddedBroker plain = EmbeddedBroker.named(broker.name(), folder.resolve(broker.name()))
                .start();
        storage(plain).storeKeyValuePair(new PersistedKeyValuePair(MAP, QUEUE, definition));
        plain.stop();
        broker.start();
    }

    private static StorageManager storage(EmbeddedBroker broker) {
        return broker.server().getStorageManager();
    }

    private static void consume(EmbeddedBroker broker) throws JMSException {
        try (Connection connection = broker.core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            session.createConsumer(session.createQueue(QUEUE));
        }
    }
}
