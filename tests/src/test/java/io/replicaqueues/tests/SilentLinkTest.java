// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.FeedTap;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.fault.TcpProxy;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.AttributeChangeNotification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that hears nothing of its original claims nothing of it, long before the link is given up. */
class SilentLinkTest {

    private static final String QUEUE = "orders";

    @TempDir
    private Path folder;

    private final FeedTap tap = new FeedTap();
    private final MixedMessages messages = new MixedMessages(1, "producer");
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder, original -> original.plugin(() -> tap), each -> {});
        brokers.original().createQueue(QUEUE);
        messages.send(brokers.original().amqp(), QUEUE, 20);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void parityEndsWhenNoFrameComesOverALinkThatStaysUp() throws Exception {
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        List<AttributeChangeNotification> notified = new CopyOnWriteArrayList<>();
        ManagementFactory.getPlatformMBeanServer()
                .addNotificationListener(
                        ObjectNames.replica(brokers.replica().name(), QUEUE),
                        (notification, handback) -> notified.add((AttributeChangeNotification) notification),
                        null,
                        null);

        tap.withhold(true);
        Instant silent = Instant.now();
        messages.send(brokers.original().amqp(), QUEUE, 5);

        await().atMost(Duration.ofSeconds(8)).until(() -> !replica.isInParity());
        assertEquals(ReplicaState.LIVE, replica.getState(), "the link itself is up");
        assertFalse(replica.getConnectedSince().isEmpty());
        assertTrue(Instant.parse(replica.getLastParityTime()).isBefore(silent.plusSeconds(2)));
        await().until(() -> notified.stream()
                .anyMatch(change -> change.getAttributeName().equals("InParity")
                        && change.getMessage().contains("nothing is heard of the original")));
        long lag = replica.getLagMillis();
        assertTrue(lag >= 2_000, () -> "lag " + lag);
        await().until(() -> replica.getLagMillis() > lag + 500);

        tap.withhold(false);
        // A new delivery makes the broker ask again whether its consumer takes messages.
        messages.send(brokers.original().amqp(), QUEUE, 5);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void aFeedThatStaysSilentOnALinkThatIsUpIsFollowedAnew() throws Exception {
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);

        tap.withhold(true);
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.getState() == ReplicaState.CONNECTING);
        assertTrue(replica.getLastError().contains("nothing was heard of the original"), replica.getLastError());
        tap.withhold(false);
        messages.send(brokers.original().amqp(), QUEUE, 5);

        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void parityEndsOnAHalfOpenLinkBeforeTheConnectionIsGivenUp() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(brokers.original().port())) {
            brokers.replication().createReplica(proxy.addressOf(brokers.original()), QUEUE);
            brokers.awaitParity(QUEUE);
            ReplicaQueueMXBean replica = brokers.replicaOf(QUEUE);

            proxy.silence();

            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !replica.isInParity());
            assertEquals(ReplicaState.LIVE, replica.getState(), "not given up yet");
            await().atMost(Duration.ofSeconds(20)).until(() -> replica.getState() == ReplicaState.CONNECTING);
            assertFalse(replica.isInParity());

            proxy.heal();
            brokers.awaitParity(QUEUE);
        }
    }
}
