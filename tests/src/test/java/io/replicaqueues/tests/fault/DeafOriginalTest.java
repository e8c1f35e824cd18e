// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link that is dead towards the original: nothing the replica says arrives, what the original says does. */
class DeafOriginalTest {

    private static final String QUEUE = "orders";
    /** After so long without a word of the replica the original gives it up; brokers wait a minute if not told. */
    private static final int IDLE_MILLIS = 15_000;

    private static final Duration NOTICED = Duration.ofSeconds(10);
    private static final Duration GIVEN_UP = Duration.ofMillis(3L * IDLE_MILLIS);
    private static final int BURST = 1_000;
    /** More than the original's window of frames and its pending changes together hold. */
    private static final int BACKLOG = 20 * BURST;
    /** A frame holds far less than four messages to the KiB, and {@code window} are on their way. */
    private static final long UNCONFIRMED_BOUND = 4 * 4 * 64;

    private static final long PENDING_BOUND = 1_000;

    @TempDir
    private Path folder;

    private final MixedMessages messages = new MixedMessages(1, "producer").largeEvery(0);

    @Test
    void aLinkThatIsDeadTowardsTheOriginalIsNotTakenForParityAndGivenUpWithoutABacklog() throws Exception {
        try (BrokerPair brokers = start();
                TcpProxy network = TcpProxy.to(brokers.original().port())) {
            brokers.original().createQueue(QUEUE);
            messages.send(brokers.original().core(), QUEUE, BURST);
            brokers.replication().createReplica(network.addressOf(brokers.original()), QUEUE);
            brokers.awaitParity(QUEUE);
            ReplicaQueueMXBean replica = brokers.replicaOf(QUEUE);

            network.impair(Direction.TO_BROKER, LinkFault.silence());
            for (int sent = 0; sent < BACKLOG; sent += BURST) {
                messages.send(brokers.original().core(), QUEUE, BURST);
                assertBounded(brokers);
            }
            await().atMost(NOTICED).until(() -> !replica.isInParity());

            await().atMost(GIVEN_UP).until(() -> brokers.followersOf(QUEUE).isEmpty());
            await().atMost(NOTICED).until(() -> replica.getState() == ReplicaState.CONNECTING);
            assertFalse(replica.isInParity());
            assertTrue(replica.getReplicaDepth() < brokers.original().depth(QUEUE), "the window ends the flow");

            network.heal();
            brokers.awaitParity(QUEUE);
            brokers.assertSameContent(QUEUE);
            assertEquals(0, replica.getRepairs());
        }
    }

    private BrokerPair start() throws Exception {
        Map<String, String> small = Map.of(
                "queue-replication", "yes",
                "feed-max-changes", Long.toString(PENDING_BOUND),
                "window", "4",
                "frame-size", "65536");
        return BrokerPair.start(
                folder,
                small,
                original -> original.configure(configuration -> configuration.setConnectionTTLOverride(IDLE_MILLIS)),
                each -> {});
    }

    /** What the original keeps for the replica, whatever the replica fails to confirm. */
    private static void assertBounded(BrokerPair brokers) {
        brokers.followersOf(QUEUE).forEach(replica -> {
            assertTrue(replica.getChangesPending() <= PENDING_BOUND, () -> replica.getChangesPending() + " pending");
            assertTrue(
                    replica.getChangesUnconfirmed() <= UNCONFIRMED_BOUND,
                    () -> replica.getChangesUnconfirmed() + " unconfirmed");
        });
    }
}
