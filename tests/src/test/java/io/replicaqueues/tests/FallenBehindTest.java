// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.FeedTap;
import io.replicaqueues.tests.broker.HeldUpQueue;
import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that is served by difference because it fell too far behind. */
class FallenBehindTest {

    private static final String QUEUE = "orders";
    private static final int BOUND = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** As {@code ReplicaState.LIVE} a replica waits ten seconds for its original. */
    private static final Duration LONGER_THAN_A_LIVE_REPLICA_WAITS = Duration.ofSeconds(12);

    @TempDir
    private Path folder;

    private final FeedTap tap = new FeedTap();
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        Map<String, String> small =
                Map.of("queue-replication", "yes", "feed-max-changes", Integer.toString(BOUND), "window", "1");
        brokers = BrokerPair.start(folder, small, original -> original.plugin(() -> tap), each -> {});
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void itKnowsSoBeforeTheOriginalQueueIsListedAndWaitsHoweverLongThatTakes() throws Exception {
        new MixedMessages(1, "before").send(brokers.original().core(), QUEUE, 50);
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        tap.withhold(true);
        new MixedMessages(2, "too many").largeEvery(0).send(brokers.original().core(), QUEUE, 2 * BOUND);
        try (HeldUpQueue heldUp = HeldUpQueue.of(brokers.original().server().locateQueue(QUEUE))) {

            tap.withhold(false);

            await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.CATCHING_UP);
            assertFalse(replica.isInParity());
            assertEquals(50 + 2 * BOUND, replica.getOriginalDepth());
            assertTrue(replica.getCatchUpRemaining() > 0);
            String connected = replica.getConnectedSince();
            await().during(LONGER_THAN_A_LIVE_REPLICA_WAITS)
                    .atMost(PATIENCE)
                    .until(() -> replica.getState() == ReplicaState.CATCHING_UP);

            heldUp.release();
            brokers.awaitParity(QUEUE);
            brokers.assertSameContent(QUEUE);
            assertEquals(connected, replica.getConnectedSince());
            assertEquals(0, replica.getRepairs());
        }
    }
}
