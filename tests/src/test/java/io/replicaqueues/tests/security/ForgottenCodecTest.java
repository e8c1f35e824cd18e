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
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that has another codec for passwords than when its replicas were created. */
class ForgottenCodecTest {

    private static final String MASKED = "masked";
    private static final String PLAIN = "plain";

    @TempDir
    private Path folder;

    @Test
    void itsReplicasAreProtectedAndTellWhatIsWrongUntilItHasTheFormerOneAgain() throws Exception {
        AtomicReference<String> codec = new AtomicReference<>(ShiftingCodec.class.getName() + ";shift=3");
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
            codec.set(ShiftingCodec.class.getName() + ";shift=3");
            brokers.replica().start();
            masked.start();
            brokers.awaitParity(MASKED);
            brokers.assertSameContent(MASKED);
        }
    }
}
