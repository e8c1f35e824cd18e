// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that has another codec for passwords than when its replicas were created. */
class ForgottenCodecTest {

    private static final String MASKED = "masked";
    private static final String PLAIN = "plain";
    private static final String CODEC = ShiftingCodec.class.getName() + ";shift=3";

    @TempDir
    private Path folder;

    @Test
    void itsReplicasAreProtectedAndTellWhatIsWrongUntilItHasTheFormerOneAgain() throws Exception {
        AtomicReference<String> codec = new AtomicReference<>(CODEC);
        try (BrokerPair brokers = BrokerPair.start(
                folder,
                Map.of("queue-replication", "yes", "user", Broker.USER, "password", Broker.PASSWORD),
                original -> {},
                replica -> replica.configure(configuration -> configuration.setPasswordCodec(codec.get())))) {
            for (String queue : new String[] {MASKED, PLAIN}) {
                brokers.original().createQueue(queue);
                new MixedMessages(1, "one")
                        .largeEvery(0)
                        .send(brokers.original().core(), queue, 10);
            }
            ReplicaQueueMXBean masked = brokers.createReplica(MASKED);
            brokers.replication().createReplica(brokers.original().hostAndPort(), PLAIN);
            brokers.awaitParity(MASKED);
            brokers.awaitParity(PLAIN);

            brokers.replica().stop();
            codec.set(null);
            brokers.replica().start();

            brokers.awaitParity(PLAIN);
            assertEquals(ReplicaState.FAILED, masked.getState());
            assertTrue(masked.getLastError().contains("cannot be unmasked"), masked::getLastError);
            assertFalse(masked.getLastError().contains("secret"), masked::getLastError);
            QueueContent kept = QueueContent.of(brokers.replica(), MASKED);
            assertThrows(
                    JMSException.class,
                    () -> new MixedMessages(2, "intruder")
                            .largeEvery(0)
                            .send(brokers.replica().core(), MASKED, 1));
            assertEquals(kept, QueueContent.of(brokers.replica(), MASKED));

            brokers.replica().stop();
            codec.set(CODEC);
            brokers.replica().start();
            masked.start();
            brokers.awaitParity(MASKED);
            brokers.assertSameContent(MASKED);
        }
    }

    @Test
    void theMaskedPasswordOfThePluginDoesNotLeaveAReplicaUnprotected() throws Exception {
        AtomicReference<String> codec = new AtomicReference<>(CODEC);
        Map<String, String> properties = properties(PasswordMaskingUtil.wrap(ShiftingCodec.moved(Broker.PASSWORD, 3)));
        try (BrokerPair brokers = BrokerPair.start(
                folder,
                properties,
                original -> {},
                replica -> replica.configure(configuration -> configuration.setPasswordCodec(codec.get())))) {
            createPlain(brokers);

            brokers.replica().stop();
            codec.set(null);
            brokers.replica().start();

            assertFailedAndProtected(brokers);

            brokers.replica().stop();
            codec.set(CODEC);
            brokers.replica().start();
            followsAgain(brokers);
        }
    }

    @Test
    void aUserOfThePluginWithoutAPasswordDoesNotLeaveAReplicaUnprotected() throws Exception {
        Map<String, String> properties = properties(Broker.PASSWORD);
        try (BrokerPair brokers = BrokerPair.start(folder, properties, original -> {}, replica -> {})) {
            createPlain(brokers);

            brokers.replica().stop();
            properties.remove("password");
            brokers.replica().start();

            assertFailedAndProtected(brokers);
            String refusal = assertThrows(
                            RuntimeException.class,
                            () -> brokers.replication()
                                    .createReplicaAs(brokers.original().hostAndPort(), PLAIN, "another", ""))
                    .getMessage();
            assertTrue(refusal.contains("property password of ReplicaQueuesPlugin"), refusal);

            brokers.replica().stop();
            properties.put("password", Broker.PASSWORD);
            brokers.replica().start();
            followsAgain(brokers);
        }
    }

    /** To be changed before a broker is started again. */
    private static Map<String, String> properties(String password) {
        return new HashMap<>(Map.of("queue-replication", "yes", "user", Broker.USER, "password", password));
    }

    private static void createPlain(BrokerPair brokers) throws Exception {
        brokers.original().createQueue(PLAIN);
        new MixedMessages(1, "one").largeEvery(0).send(brokers.original().core(), PLAIN, 10);
        brokers.replication().createReplica(brokers.original().hostAndPort(), PLAIN);
        brokers.awaitParity(PLAIN);
    }

    private static void assertFailedAndProtected(BrokerPair brokers) throws Exception {
        QueueContent kept = QueueContent.of(brokers.replica(), PLAIN);
        assertThrows(
                JMSException.class,
                () -> new MixedMessages(2, "intruder")
                        .largeEvery(0)
                        .send(brokers.replica().core(), PLAIN, 1));
        assertEquals(kept, QueueContent.of(brokers.replica(), PLAIN));
        ReplicaQueueMXBean replica = brokers.replicaOf(PLAIN);
        assertEquals(ReplicaState.FAILED, replica.getState());
        assertTrue(replica.getLastError().contains("property password of ReplicaQueuesPlugin"), replica::getLastError);
    }

    private static void followsAgain(BrokerPair brokers) throws Exception {
        brokers.replicaOf(PLAIN).start();
        brokers.awaitParity(PLAIN);
        brokers.assertSameContent(PLAIN);
    }
}
