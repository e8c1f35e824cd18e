// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder;
import io.replicaqueues.tests.broker.MessageContent;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues larger than what their broker may hold in memory, on either side. */
class PagingTest {

    private static final String QUEUE = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private BrokerPair brokers;

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void contentAndOrderOfAnOriginalThatPagesAreFollowedThroughCatchUpLiveReconnectAndRestart() throws Exception {
        start(true, false);
        send("first", 800);
        follow();
        assertTrue(isPaging(brokers.original()));
        assertFalse(isPaging(brokers.replica()));
        assertSameContent();

        send("live", 400);
        takeFromTheHead(150);
        takeScattered();
        awaitParity();
        assertSameContent();

        replica().stop();
        send("while stopped", 300);
        takeFromTheHead(100);
        takeScattered();
        replica().start();
        awaitParity();
        assertSameContent();

        brokers.replica().restart();
        send("after the restart", 200);
        takeFromTheHead(100);
        takeScattered();
        awaitParity();
        assertSameContent();
        assertTrue(replica().verify().isEqual());
        assertEquals(0, replica().getRepairs());

        replica().disconnect();
        QueueContent.assertSameByProducer(drained(brokers.original()), drained(brokers.replica()));
    }

    @Test
    void pagesOfTheReplicaAreFreedOnceTheOriginalIsConsumed() throws Exception {
        start(true, true);
        send("first", 400);
        follow();
        assertTrue(isPaging(brokers.replica()));

        drained(brokers.original());

        awaitParity();
        Queue queue = queue(brokers.replica());
        await().atMost(PATIENCE).until(() -> !queue.getPagingStore().isPaging());
        assertEquals(0, queue.getMessageCount());
        send("again", 50);
        awaitParity();
        assertSameContent();
    }

    @Test
    void aReplicaThatPagesIsCaughtUpInTheOrderOfDelivery() throws Exception {
        start(false, true);
        new MixedMessages(3, "every priority")
                .largeEvery(0)
                .send(brokers.original().core(), QUEUE, 400);

        follow();

        assertTrue(isPaging(brokers.replica()));
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void anOriginalBrokerWhoseMemoryIsFullIsFollowed() throws Exception {
        brokers = BrokerPair.start(
                folder,
                original -> original.configure(configuration -> configuration.setGlobalMaxSize(100 * 1024)),
                replica -> {});
        brokers.original().createQueue(QUEUE);
        send("first", 400);
        assertTrue(brokers.original().server().getPagingManager().isGlobalFull());

        follow();

        assertSameContent();
        send("live", 50);
        awaitParity();
        assertSameContent();
    }

    private void start(boolean originalPages, boolean replicaPages) throws Exception {
        brokers = BrokerPair.start(folder, each -> limit(each, originalPages), each -> limit(each, replicaPages));
        brokers.original().createQueue(QUEUE);
    }

    private static void limit(EmbeddedBrokerBuilder broker, boolean pages) {
        broker.addressSettings(
                QUEUE,
                new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setMaxSizeBytes(pages ? 100 * 1024 : -1)
                        .setPageSizeBytes(40 * 1024)
                        .setMaxReadPageBytes(-1)
                        .setMaxReadPageMessages(-1));
    }

    private void follow() {
        brokers.replication().createReplica(brokers.original().address(), QUEUE);
        awaitParity();
    }

    private void send(String producer, int count) throws Exception {
        new MixedMessages(count, producer)
                .largeEvery(150)
                .send(brokers.original().core(), QUEUE, count);
        new MixedMessages(count + 1, producer + " over AMQP")
                .largeEvery(50)
                .send(brokers.original().amqp(), QUEUE, count / 8);
    }

    private void takeFromTheHead(int count) throws Exception {
        assertEquals(count, take(brokers.original(), null, count).size());
    }

    /** Takes what happens to have a property of this value: some of every page. */
    private void takeScattered() throws Exception {
        assertTrue(take(brokers.original(), "anInt > 1000000000", Integer.MAX_VALUE)
                        .size()
                > 10);
    }

    private static QueueContent drained(EmbeddedBroker broker) throws Exception {
        int depth = (int) broker.depth(QUEUE);
        List<MessageContent> taken = take(broker, null, depth);
        assertEquals(depth, taken.size());
        return new QueueContent(taken);
    }

    private static List<MessageContent> take(Broker broker, String selector, int most) throws Exception {
        List<MessageContent> taken = new ArrayList<>();
        try (Connection connection = broker.amqp().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE), selector)) {
            connection.start();
            // Where it is not known how many there are, their end shows in that nothing comes.
            Duration patience = most == Integer.MAX_VALUE ? Duration.ofMillis(1_500) : PATIENCE;
            Message message = consumer.receive(PATIENCE.toMillis());
            while (message != null) {
                taken.add(MessageContent.of(message));
                message = taken.size() < most ? consumer.receive(patience.toMillis()) : null;
            }
            session.commit();
        }
        return taken;
    }

    private static boolean isPaging(EmbeddedBroker broker) {
        return queue(broker).getPagingStore().isPaging();
    }

    private static Queue queue(EmbeddedBroker broker) {
        return broker.server().locateQueue(QUEUE);
    }

    private ReplicaQueueMXBean replica() {
        return brokers.replicaOf(QUEUE);
    }

    private void awaitParity() {
        await().atMost(PATIENCE)
                .until(() -> replica().getState() == ReplicaState.LIVE
                        && replica().isInParity()
                        && replica().getReplicaDepth() == brokers.original().depth(QUEUE));
    }

    private void assertSameContent() throws Exception {
        QueueContent.assertSameByProducer(
                QueueContent.of(brokers.original(), QUEUE), QueueContent.of(brokers.replica(), QUEUE));
    }
}
