// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operation on all replicas of a broker leaves out none of them for the failure of another. */
class AllReplicasTest {

    /** The first one comes first in the broker's map too. */
    private static final List<String> QUEUES = List.of("a", "b", "c");

    @TempDir
    private Path folder;

    private final CountDownLatch heldUp = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder, original -> {}, replica -> replica.plugin(HoldsUp::new));
        for (String queue : QUEUES) {
            brokers.original().createQueue(queue);
            brokers.createReplica(queue);
            brokers.awaitParity(queue);
        }
    }

    @AfterEach
    void stopBrokers() throws Exception {
        released.countDown();
        brokers.close();
    }

    @Test
    void theOthersAreStoppedIfOneDoesNotAnswer() throws Exception {
        String first = QUEUES.get(0);
        try (JMSContext context = brokers.original().core().createContext()) {
            context.createProducer().send(context.createQueue(first), "a text");
            brokers.awaitParity(first);
            context.createConsumer(context.createQueue(first)).receive();
        }
        heldUp.await();

        String failure = assertThrows(
                        IllegalStateException.class, () -> brokers.replication().stopAll())
                .getMessage();

        for (String queue : QUEUES.subList(1, QUEUES.size())) {
            assertEquals(ReplicaState.STOPPED, brokers.replicaOf(queue).getState(), queue);
        }
        assertTrue(failure.startsWith("not every replica queue could be stopped: " + first + " ("), failure);
        assertEquals(1, failure.lines().count(), failure);
        released.countDown();
        await().until(() -> brokers.replicaOf(first).getState() == ReplicaState.STOPPED);
    }

    /** Keeps the first replica from going on when it has removed a message. */
    private final class HoldsUp implements ActiveMQServerPlugin {

        @Override
        public void messageAcknowledged(
                Transaction transaction, MessageReference reference, AckReason reason, ServerConsumer consumer) {
            if (!reference.getQueue().getName().toString().equals(QUEUES.get(0))) {
                return;
            }
            heldUp.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
