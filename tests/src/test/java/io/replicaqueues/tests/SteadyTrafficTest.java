// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.FreePorts;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.amqpBrokerConnectivity.AMQPBrokerConnectConfiguration;
import org.apache.activemq.artemis.core.config.amqpBrokerConnectivity.AMQPMirrorBrokerConnectionElement;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers send without a pause: there is always a message on its way, which the broker counts before it tells of it. */
class SteadyTrafficTest {

    private static final String QUEUE = "orders";
    private static final Duration MANY_HEARTBEATS = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean ended;
    private BrokerPair brokers;

    @AfterEach
    void stopBrokers() throws Exception {
        ended = true;
        thread.shutdown();
        brokers.close();
    }

    @Test
    void aReplicaOfAQueueThatPagesStaysLive() throws Exception {
        assertStaysLive(paging(), true, "");
    }

    @Test
    void aReplicaOfAQueueThatPagesAsFastAsItsDiskIsStaysLive() throws Exception {
        assertStaysLive(paging(), false, "");
    }

    @Test
    void aSynchronousReplicaOfAQueueThatPagesStaysLive() throws Exception {
        assertStaysLive(paging(), true, "acknowledgement=sync");
    }

    /** Each message that comes evicts another. */
    @Test
    void aReplicaOfARingStaysLive() throws Exception {
        assertStaysLive(new AddressSettings().setDefaultRingSize(20), true, "");
    }

    /** A mirror makes a transaction of each send. */
    @Test
    void aReplicaOfAQueueThatPagesAndIsMirroredTooStaysLive() throws Exception {
        int nobody = FreePorts.next();
        AMQPBrokerConnectConfiguration mirror =
                new AMQPBrokerConnectConfiguration("mirror", "tcp://127.0.0.1:" + nobody);
        mirror.setReconnectAttempts(-1).setRetryInterval(1_000);
        mirror.addMirror(new AMQPMirrorBrokerConnectionElement());

        assertStaysLive(paging(), true, "", configuration -> configuration.addAMQPConnection(mirror));
    }

    private static AddressSettings paging() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(20_000)
                .setPageSizeBytes(100_000);
    }

    private void assertStaysLive(AddressSettings settings, boolean oneAtATime, String options) throws Exception {
        assertStaysLive(settings, oneAtATime, options, configuration -> {});
    }

    private void assertStaysLive(
            AddressSettings settings, boolean oneAtATime, String options, Consumer<Configuration> further)
            throws Exception {
        brokers = BrokerPair.start(
                folder,
                Map.of("queue-replication", "yes", "heartbeat", "50"),
                original -> original.addressSettings(QUEUE, settings).configure(further),
                each -> {});
        brokers.original().createQueue(QUEUE);
        Queue queue = brokers.original().server().locateQueue(QUEUE);
        Future<Void> traffic = thread.submit(() -> send(oneAtATime));
        await().atMost(PATIENCE)
                .until(() -> queue.getPagingStore().isPaging()
                        || queue.getMessagesReplaced() + queue.getMessagesKilled() > 0);
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE, QUEUE, options);
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.LIVE);
        await().atMost(PATIENCE).until(replica::isInParity);

        String since = replica.getStateSince();
        await().during(MANY_HEARTBEATS)
                .atMost(PATIENCE)
                .until(() -> replica.getStateSince().equals(since));

        assertFalse(traffic.isDone(), "there was traffic all the time");
        ended = true;
        traffic.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(0, replica.getRepairs());
    }

    private Void send(boolean oneAtATime) throws Exception {
        ActiveMQConnectionFactory factory =
                (ActiveMQConnectionFactory) brokers.original().core();
        factory.setBlockOnDurableSend(oneAtATime);
        try (JMSContext client = factory.createContext()) {
            JMSProducer producer = client.createProducer();
            for (int i = 0; !ended; i++) {
                producer.send(client.createQueue(QUEUE), "message " + i);
            }
        }
        return null;
    }
}
