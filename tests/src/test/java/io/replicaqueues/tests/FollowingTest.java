// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.OriginalQueueMXBean;
import io.replicaqueues.mbeans.OriginalReplica;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.ReplicaStatus;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.management.AttributeChangeNotification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica queue through its whole life, between two embedded brokers and through JMX proxies. */
class FollowingTest {

    private static final String QUEUE = "orders";

    @TempDir
    private Path folder;

    private BrokerPair brokers;
    private final MixedMessages amqp = new MixedMessages(1, "amqp");
    private final MixedMessages core = new MixedMessages(2, "core");

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder);
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void messagesThatWereThereBeforeAreCaughtUp() throws Exception {
        send(300);
        ReplicaQueueMXBean replica = createReplica();

        awaitParity(replica);
        assertSameContent();
        assertEquals(600, replica.getReplicaDepth());
        assertEquals(600, replica.getOriginalDepth());
        assertEquals(600, replica.getMessagesAdded());
        assertTrue(replica.verify().isEqual());
    }

    @Test
    void additionsAndRemovalsAreAppliedAsTheyHappen() throws Exception {
        ReplicaQueueMXBean replica = createReplica();
        awaitParity(replica);

        send(200);
        assertEquals(150, consume(brokers.original(), 150));
        send(100);

        awaitDepth(replica, 450);
        assertSameContent();
        assertEquals(0, replica.getRepairs());
    }

    @Test
    void changesWhileStoppedAreMadeUpByDifference() throws Exception {
        send(100);
        ReplicaQueueMXBean replica = createReplica();
        awaitParity(replica);

        replica.stop();
        assertEquals(ReplicaState.STOPPED, replica.getState());
        send(100);
        consume(brokers.original(), 120);
        assertEquals(-1, replica.getOriginalDepth());
        replica.start();

        awaitDepth(replica, 280);
        assertSameContent();
    }

    @Test
    void aRestartOfTheReplicaBrokerGoesOnByItself() throws Exception {
        send(100);
        awaitParity(createReplica());

        brokers.replica().restart();

        ReplicaQueueMXBean replica = brokers.replicaOf(QUEUE);
        assertTrue(replica.getMessagesAdded() >= 200, "counters survive");
        awaitParity(replica);
        send(50);
        awaitDepth(replica, 300);
        assertSameContent();
    }

    @Test
    void aRestartOfTheOriginalBrokerIsReconnected() throws Exception {
        send(100);
        ReplicaQueueMXBean replica = createReplica();
        awaitParity(replica);

        brokers.original().restart();
        send(50);

        await().atMost(Duration.ofSeconds(20)).until(() -> replica.getReconnects() == 1);
        awaitDepth(replica, brokers.original().depth(QUEUE));
        assertSameContent();
    }

    @Test
    void aStoppedReplicaStaysStoppedOverARestart() throws Exception {
        awaitParity(createReplica());
        brokers.replicaOf(QUEUE).stop();

        brokers.replica().restart();

        assertEquals(ReplicaState.STOPPED, brokers.replicaOf(QUEUE).getState());
        brokers.replicaOf(QUEUE).start();
        awaitParity(brokers.replicaOf(QUEUE));
    }

    @Test
    void afterDisconnectTheReplicaIsAnOrdinaryQueue() throws Exception {
        send(100);
        awaitParity(createReplica());

        DisconnectReport report = brokers.replicaOf(QUEUE).disconnect();

        assertTrue(report.isInParity(), report.getDetail());
        assertEquals(200, report.getReplicaDepth());
        assertFalse(
                BrokerPair.isRegistered(ObjectNames.replica(brokers.replica().name(), QUEUE)));
        assertEquals(200, consume(brokers.replica(), 200));
        // The broker may still be working on what the client has acknowledged last.
        await().until(() -> brokers.replica().depth(QUEUE) == 0);
        amqp.send(brokers.replica().amqp(), QUEUE, 3);
        assertEquals(3, brokers.replica().depth(QUEUE));
        assertEquals(200, brokers.original().depth(QUEUE));
    }

    @Test
    void aReplicaDisconnectedWhileItsOriginalIsAwayNeverFollowsAgain() throws Exception {
        amqp.send(brokers.original().amqp(), QUEUE, 20);
        ReplicaQueueMXBean replica = createReplica();
        awaitParity(replica);
        brokers.original().stop();
        await().until(() -> replica.getState() == ReplicaState.CONNECTING);

        DisconnectReport report = replica.disconnect();
        assertFalse(report.isInParity());
        assertEquals(-1, report.getOriginalDepth());
        brokers.original().start();
        amqp.send(brokers.original().amqp(), QUEUE, 10);

        await().during(Duration.ofSeconds(2))
                .until(() -> brokers.replica().depth(QUEUE) == report.getReplicaDepth()
                        && !BrokerPair.isRegistered(
                                ObjectNames.original(brokers.original().name(), QUEUE)));
        amqp.send(brokers.replica().amqp(), QUEUE, 1);
    }

    @Test
    void theOriginalShowsItsReplicasWhileTheyFollow() throws Exception {
        send(10);
        ReplicaQueueMXBean replica = createReplica();
        awaitParity(replica);

        OriginalQueueMXBean original = brokers.originalOf(QUEUE);
        assertEquals(20, original.getDepth());
        OriginalReplica follower = original.getReplicas()[0];
        assertEquals(brokers.replication().getNodeId(), follower.getNodeId());
        assertEquals(ReplicaState.LIVE, follower.getState());
        assertEquals(0, follower.getChangesPending());
        assertTrue(follower.getBytesSent() > 0);

        replica.stop();
        await().until(() ->
                !BrokerPair.isRegistered(ObjectNames.original(brokers.original().name(), QUEUE)));
    }

    @Test
    void aReplicaOfAReplicaFollowsLive() throws Exception {
        awaitParity(createReplica());
        brokers.replication().createReplicaAs(brokers.replica().address(), QUEUE, "second", "");
        awaitParity(brokers.replicaOf("second"));

        // Only AMQP messages: those of Core clients show the name of the queue they are in.
        amqp.send(brokers.original().amqp(), QUEUE, 100);
        consume(brokers.original(), 20);

        awaitDepth(brokers.replicaOf("second"), 80);
        QueueContent.assertSame(
                QueueContent.of(brokers.original(), QUEUE), QueueContent.of(brokers.replica(), "second"));
        assertEquals(0, brokers.replicaOf("second").getRepairs());
    }

    @Test
    void everyStatusIsInOneRead() throws Exception {
        awaitParity(createReplica());
        brokers.replication().createReplicaAs(brokers.original().address(), QUEUE, "copy", "");
        awaitParity(brokers.replicaOf("copy"));

        ReplicaStatus[] statuses = brokers.replication().getReplicaStatuses();

        assertEquals(2, statuses.length);
        assertEquals("copy", statuses[0].getQueue());
        assertEquals(QUEUE, statuses[0].getOriginalQueue());
        assertEquals(QUEUE, statuses[1].getQueue());
        assertEquals(ReplicaState.LIVE, statuses[1].getState());
        assertEquals(2, brokers.replication().getReplicas().length);
        brokers.replication().stopAll();
        assertEquals(ReplicaState.STOPPED, brokers.replicaOf("copy").getState());
        brokers.replication().startAll();
        awaitParity(brokers.replicaOf(QUEUE));
    }

    @Test
    void stateChangesAreNotified() throws Exception {
        ReplicaQueueMXBean replica = createReplica();
        awaitParity(replica);
        List<AttributeChangeNotification> received = new CopyOnWriteArrayList<>();
        ManagementFactory.getPlatformMBeanServer()
                .addNotificationListener(
                        ObjectNames.replica(brokers.replica().name(), QUEUE),
                        (notification, handback) -> received.add((AttributeChangeNotification) notification),
                        null,
                        null);

        replica.stop();

        await().until(() -> received.size() == 2);
        assertEquals(
                Set.of("State: LIVE to STOPPED", "InParity: true to false"),
                received.stream()
                        .map(change ->
                                change.getAttributeName() + ": " + change.getOldValue() + " to " + change.getNewValue())
                        .collect(Collectors.toSet()));
    }

    private ReplicaQueueMXBean createReplica() {
        return brokers.createReplica(QUEUE);
    }

    private void send(int each) throws JMSException {
        amqp.send(brokers.original().amqp(), QUEUE, each);
        core.send(brokers.original().core(), QUEUE, each);
    }

    private static int consume(Broker broker, int atMost) throws JMSException {
        try (Connection connection = broker.amqp().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            int consumed = 0;
            while (consumed < atMost && consumer.receive(10_000) != null) {
                consumed++;
            }
            return consumed;
        }
    }

    private static void awaitParity(ReplicaQueueMXBean replica) {
        await().atMost(Duration.ofSeconds(30))
                .failFast("replica has failed", () -> replica.getState() == ReplicaState.FAILED)
                .until(() -> replica.getState() == ReplicaState.LIVE && replica.isInParity());
    }

    private static void awaitDepth(ReplicaQueueMXBean replica, long depth) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replica.getReplicaDepth() == depth && replica.isInParity() && replica.getLagMillis() == 0);
    }

    private void assertSameContent() throws JMSException {
        brokers.assertSameContent(QUEUE);
    }
}
