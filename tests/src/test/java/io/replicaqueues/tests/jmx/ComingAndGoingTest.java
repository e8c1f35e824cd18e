// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jmx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beans come and go with their queues, at both ends, and leave nothing behind. */
class ComingAndGoingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** After these everything that is made once, a pool or a cache, is there. */
    private static final int FIRST_ROUNDS = 10;
    /** Pools of threads grow with the load of the machine, not with the rounds. */
    private static final int THREADS_OF_POOLS = 20;

    @TempDir
    private Path folder;

    private BrokerPair brokers;
    private int rounds;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder, Map.of("heartbeat", "500"));
        brokers.original().createQueue("lasting");
        brokers.createReplica("lasting");
        brokers.awaitParity("lasting");
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void fiftyReplicasThatCameAndWentLeaveNothingBehind() throws Exception {
        comeAndGo(50);
    }

    @Test
    @Tag("soak")
    void aThousandReplicasThatCameAndWentLeaveNothingBehind() throws Exception {
        comeAndGo(1_000);
    }

    private void comeAndGo(int times) throws Exception {
        for (int round = 0; round < FIRST_ROUNDS; round++) {
            comeAndGo();
        }
        Footprint before = Footprint.of(brokers);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        for (int round = 0; round < times; round++) {
            comeAndGo();
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertEquals(Map.of(), Footprint.of(brokers).moreThan(before)));
        int threadsNow = ManagementFactory.getThreadMXBean().getThreadCount();
        assertTrue(threadsNow <= threads + THREADS_OF_POOLS, () -> threads + " -> " + threadsNow + " threads");
    }

    /** Queues of a new name each time: what is kept by name would not show otherwise. */
    private void comeAndGo() throws Exception {
        String queue = "queue-" + rounds;
        brokers.original().createQueue(queue);
        new MixedMessages(rounds++, "producer")
                .largeEvery(0)
                .send(brokers.original().core(), queue, 3);
        brokers.createReplica(queue);
        brokers.awaitParity(queue);
        assertTrue(isRegisteredAtBothEnds(queue));

        brokers.replicaOf(queue).disconnect();
        assertFalse(
                BrokerPair.isRegistered(ObjectNames.replica(brokers.replica().name(), queue)));
        await().atMost(PATIENCE)
                .until(() -> !BrokerPair.isRegistered(
                        ObjectNames.original(brokers.original().name(), queue)));
        brokers.replica().server().destroyQueue(SimpleString.of(queue));
        brokers.original().server().destroyQueue(SimpleString.of(queue));
    }

    private boolean isRegisteredAtBothEnds(String queue) {
        return BrokerPair.isRegistered(ObjectNames.replica(brokers.replica().name(), queue))
                && BrokerPair.isRegistered(
                        ObjectNames.original(brokers.original().name(), queue));
    }
}
