// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.management.ObjectNameBuilder;
import org.apache.activemq.artemis.api.core.management.QueueControl;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody but the original changes a replica, and what was changed all the same is noticed and healed. */
class ProtectionTest {

    private static final String QUEUE = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private BrokerPair brokers;
    private ReplicaQueueMXBean replica;

    @BeforeEach
    void startReplica() throws Exception {
        brokers = BrokerPair.start(folder);
        brokers.original().createQueue(QUEUE);
        new MixedMessages(1, "amqp").send(brokers.original().amqp(), QUEUE, 50);
        new MixedMessages(2, "core").send(brokers.original().core(), QUEUE, 50);
        brokers.replication().createReplica(brokers.original().address(), QUEUE);
        replica = brokers.replicaOf(QUEUE);
        brokers.awaitParity(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void clientsOfBothProtocolsMayBrowseButNeitherSendNorConsume() throws Exception {
        for (ConnectionFactory clients : new ConnectionFactory[] {
            brokers.replica().amqp(), brokers.replica().core()
        }) {
            refused(() -> send(clients, false));
            refused(() -> send(clients, true));
            refused(() -> {
                try (Connection connection = clients.createConnection();
                        Session session = connection.createSession()) {
                    session.createConsumer(session.createQueue(QUEUE)).close();
                }
            });
        }
        assertEquals(100, QueueContent.of(brokers.replica(), QUEUE).size());
        assertEquals(100, replica.getReplicaDepth());
    }

    @Test
    void theQueueCannotBeDeleted() {
        Exception refusal =
                assertThrows(Exception.class, () -> brokers.replica().server().destroyQueue(SimpleString.of(QUEUE)));
        assertTrue(refusal.getMessage().contains("disconnect()"), refusal.getMessage());
    }

    @Test
    void messagesRemovedThroughManagementComeBackInTheirPlaces() throws Exception {
        QueueControl control = control();
        assertEquals(100, control.removeAllMessages());

        awaitRepaired();
        assertSameContent();
    }

    @Test
    void oneMessageRemovedThroughManagementComesBackInItsPlace() throws Exception {
        Queue queue = brokers.replica().server().locateQueue(QUEUE);
        try (var messages = queue.browserIterator()) {
            messages.next();
            control().removeMessage(messages.next().getMessageID());
        }

        awaitRepaired();
        assertSameContent();
    }

    @Test
    void aMessageAlteredInTheQueueIsFoundByVerifyAndReplaced() throws Exception {
        Queue queue = brokers.replica().server().locateQueue(QUEUE);
        try (var messages = queue.browserIterator()) {
            messages.next().getMessage().setExpiration(System.currentTimeMillis() + 1_000_000);
        }

        var report = replica.verify();

        assertEquals(1, report.getMissing(), report.getDetail());
        assertEquals(1, report.getUnexpected(), report.getDetail());
        assertTrue(report.getDetail().contains("with other content 1"), report.getDetail());
        awaitRepaired();
        assertTrue(replica.verify().isEqual());
    }

    @Test
    void messagesDoNotExpireWhileTheQueueIsAReplica() throws Exception {
        replica.stop();
        Queue queue = brokers.replica().server().locateQueue(QUEUE);
        try (var messages = queue.browserIterator()) {
            while (messages.hasNext()) {
                messages.next().getMessage().setExpiration(1);
            }
        }
        CountDownLatch scanned = new CountDownLatch(1);
        queue.expireReferences(scanned::countDown);
        assertTrue(scanned.await(10, TimeUnit.SECONDS));
        assertEquals(100, replica.getReplicaDepth());
    }

    @Test
    void aDeletedOriginalEmptiesNothing() throws Exception {
        brokers.original().server().destroyQueue(SimpleString.of(QUEUE), null, false, true);

        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.FAILED);
        assertTrue(replica.getLastError().contains("was deleted"), replica.getLastError());
        assertEquals(100, replica.getReplicaDepth());
    }

    @Test
    void anOriginalThatWasCreatedAgainIsAcceptedByAnExplicitStartOnly() throws Exception {
        brokers.original().server().destroyQueue(SimpleString.of(QUEUE), null, false, true);
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.FAILED);
        brokers.original().createQueue(QUEUE);
        new MixedMessages(3, "new").send(brokers.original().amqp(), QUEUE, 30);

        brokers.replica().restart();
        assertEquals(ReplicaState.FAILED, replica.getState());
        assertTrue(replica.getReplicaDepth() > 50, "the durable messages are still there");

        replica.start();
        brokers.awaitParity(QUEUE);
        assertEquals(30, replica.getReplicaDepth());
        assertSameContent();
    }

    @Test
    void anOriginalThatWasCreatedAgainUnseenIsNotFollowedByItself() throws Exception {
        replica.stop();
        brokers.original().server().destroyQueue(SimpleString.of(QUEUE), null, false, true);
        brokers.original().createQueue(QUEUE);

        replica.start();

        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.FAILED);
        assertTrue(replica.getLastError().contains("created again"), replica.getLastError());
        assertEquals(100, replica.getReplicaDepth());
        replica.start();
        brokers.awaitParity(QUEUE);
        assertEquals(0, replica.getReplicaDepth());
    }

    @Test
    void aFailedReplicaIsFailedAfterARestart() throws Exception {
        brokers.original().server().destroyQueue(SimpleString.of(QUEUE), null, false, true);
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.FAILED);

        brokers.replica().restart();

        ReplicaQueueMXBean restarted = brokers.replicaOf(QUEUE);
        assertEquals(ReplicaState.FAILED, restarted.getState());
        assertTrue(restarted.getLastError().contains("was deleted"), restarted.getLastError());
    }

    /** What JConsole shows of the queue itself. */
    private QueueControl control() throws Exception {
        SimpleString name = SimpleString.of(QUEUE);
        return JMX.newMBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                ObjectNameBuilder.create(ObjectNames.DOMAIN, brokers.replica().name(), true)
                        .getQueueObjectName(name, name, RoutingType.ANYCAST),
                QueueControl.class);
    }

    private interface Attempt {
        void run() throws JMSException;
    }

    private void refused(Attempt attempt) {
        JMSException refusal = assertThrows(JMSException.class, attempt::run);
        assertTrue(
                refusal.getMessage().contains("is a replica of " + replica.getOriginal())
                        && refusal.getMessage().contains("disconnect()"),
                refusal.getMessage());
    }

    private static void send(ConnectionFactory clients, boolean transacted) throws JMSException {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(
                        transacted, transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            producer.send(session.createTextMessage("intruder"));
            if (transacted) {
                session.commit();
            }
        }
    }

    private void awaitRepaired() {
        await().atMost(PATIENCE)
                .until(() -> replica.getRepairs() > 0
                        && replica.getState() == ReplicaState.LIVE
                        && replica.isInParity()
                        && replica.getReplicaDepth() == 100);
    }

    private void assertSameContent() throws JMSException {
        brokers.assertSameContent(QUEUE);
    }
}
