// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.config.PersistedKeyValuePair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker on which queue replication cannot be started serves its clients, but for its replica queues. */
class FailedActivationTest {

    private static final String QUEUE = "orders";
    private static final String MAP = "queue-replication-original";
    private static final String KEY = "activations";

    @TempDir
    private Path folder;

    @Test
    void itsReplicaQueuesStayProtectedAndFollowAgainOnceItIsMended() throws Exception {
        try (BrokerPair brokers = BrokerPair.start(folder)) {
            brokers.original().createQueue(QUEUE);
            new MixedMessages(1, "one").largeEvery(0).send(brokers.original().core(), QUEUE, 10);
            brokers.createReplica(QUEUE);
            brokers.awaitParity(QUEUE);

            String activations =
                    storage(brokers).getPersistedKeyValuePairs(MAP).get(KEY).getValue();
            storage(brokers).storeKeyValuePair(new PersistedKeyValuePair(MAP, KEY, "damaged"));
            restart(brokers);

            assertFalse(BrokerPair.isRegistered(
                    ObjectNames.queueReplication(brokers.replica().name())));
            assertFalse(BrokerPair.isRegistered(
                    ObjectNames.replica(brokers.replica().name(), QUEUE)));
            QueueContent kept = QueueContent.of(brokers.replica(), QUEUE);
            String refusal = assertThrows(
                            JMSException.class,
                            () -> new MixedMessages(2, "intruder")
                                    .largeEvery(0)
                                    .send(brokers.replica().core(), QUEUE, 1))
                    .getMessage();
            assertTrue(refusal.contains("queue replication could not be started on this broker"), refusal);
            try (JMSContext context = brokers.replica().core().createContext()) {
                assertThrows(JMSRuntimeException.class, () -> context.createConsumer(context.createQueue(QUEUE)));
            }
            assertThrows(
                    Exception.class,
                    () -> brokers.replica().server().getActiveMQServerControl().destroyQueue(QUEUE));
            assertEquals(kept, QueueContent.of(brokers.replica(), QUEUE));
            brokers.replica().createQueue("ordinary");
            new MixedMessages(3, "three").largeEvery(0).send(brokers.replica().core(), "ordinary", 1);

            storage(brokers).storeKeyValuePair(new PersistedKeyValuePair(MAP, KEY, activations));
            restart(brokers);

            brokers.awaitParity(QUEUE);
            brokers.assertSameContent(QUEUE);
        }
    }

    private static void restart(BrokerPair brokers) throws Exception {
        brokers.replica().stop();
        brokers.replica().start();
    }

    private static StorageManager storage(BrokerPair brokers) {
        return brokers.replica().server().getStorageManager();
    }
}
