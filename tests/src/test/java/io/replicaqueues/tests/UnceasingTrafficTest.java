// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.fault.TcpProxy;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of messages a second come and go without a pause: the original never has nothing to send. */
class UnceasingTrafficTest {

    private static final String QUEUE = "orders";
    private static final int THERE_BEFORE = 10_000;
    private static final int AT_A_TIME = 100;
    /** Bytes of the smallest frames there can be. */
    private static final int FRAME = 4096;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean ended;
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        start(Map.of());
    }

    private void start(Map<String, String> properties) throws Exception {
        brokers = BrokerPair.start(folder, properties);
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        ended = true;
        thread.shutdownNow();
        brokers.close();
    }

    /** What it holds already stays in the queue. */
    @Test
    void aReplicaThatFollowsAgainIsProvedEqualAndComparedAllTheSame() throws Exception {
        send(THERE_BEFORE);
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        replica.stop();
        Future<Void> traffic = thread.submit(this::comeAndGo);

        replica.start();
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.LIVE);
        await().atMost(PATIENCE).until(replica::isInParity);
        VerifyReport report = replica.verify();

        assertFalse(traffic.isDone(), "there was traffic all the time");
        assertTrue(report.isEqual(), report.getDetail());
        ended = true;
        traffic.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(0, replica.getRepairs());
    }

    /** There is a change to send whenever there is room on the link. */
    @Test
    void aReplicaOnAFullLinkIsCompared() throws Exception {
        brokers.close();
        start(Map.of("window", "1", "frame-size", Integer.toString(FRAME)));
        send(THERE_BEFORE);
        try (TcpProxy link = TcpProxy.to(brokers.original().port())) {
            brokers.replication().createReplica(link.addressOf(brokers.original()), QUEUE);
            ReplicaQueueMXBean replica = brokers.replicaOf(QUEUE);
            brokers.awaitParity(QUEUE);
            link.throttle(100L * FRAME);
            Future<Void> traffic = thread.submit(this::comeAndGo);
            await().atMost(PATIENCE).until(() -> replica.getMessagesAdded() > THERE_BEFORE + AT_A_TIME);

            VerifyReport report = assertTimeoutPreemptively(PATIENCE, replica::verify);

            assertFalse(traffic.isDone(), "there was traffic all the time");
            assertTrue(report.isEqual(), report.getDetail());
            ended = true;
            traffic.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void send(int messages) {
        try (JMSContext client = brokers.original().core().createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSProducer producer = client.createProducer();
            for (int i = 0; i < messages; i++) {
                producer.send(client.createQueue(QUEUE), "before " + i);
            }
            client.commit();
        }
    }

    /** Messages that come, before what is there already, and are removed again. */
    private Void comeAndGo() throws Exception {
        ActiveMQServer server = brokers.original().server();
        Queue queue = server.locateQueue(QUEUE);
        Deque<Long> there = new ArrayDeque<>();
        while (!ended) {
            Message message = new CoreMessage(server.getStorageManager().generateID(), FRAME)
                    .setAddress(QUEUE)
                    .setPriority((byte) 9);
            message.toCore().getBodyBuffer().writeBytes(new byte[FRAME]);
            server.getPostOffice().route(message, false);
            there.add(message.getMessageID());
            if (there.size() > AT_A_TIME) {
                queue.deleteReference(there.remove());
            }
        }
        return null;
    }
}
