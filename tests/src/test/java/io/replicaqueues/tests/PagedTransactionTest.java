// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that sends more to an address that pages than there is memory for. */
class PagedTransactionTest {

    private static final String QUEUE = "orders";
    private static final int MESSAGES = 400;
    private static final int BODY = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Sent sent = new Sent();
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        AddressSettings paging = new AddressSettings()
                .setMaxSizeBytes(BODY)
                .setPageSizeBytes(10 * BODY)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
        brokers = BrokerPair.start(
                folder,
                Map.of("queue-replication", "yes", "feed-max-bytes", "1048576"),
                original -> original.addressSettings(QUEUE, paging).plugin(() -> sent),
                each -> {});
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void itsMessagesAreNotKeptInMemoryThoughNobodyFollows() throws Exception {
        try (JMSContext client = brokers.original().core().createContext(JMSContext.SESSION_TRANSACTED)) {
            send(client);

            awaitFreed();
            client.commit();
        }

        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(MESSAGES, replica.getReplicaDepth());
    }

    @Test
    void aReplicaGetsThemByDifferenceWhenItCommits() throws Exception {
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        try (JMSContext client = brokers.original().core().createContext(JMSContext.SESSION_TRANSACTED)) {
            send(client);
            awaitFreed();

            client.commit();
        }

        await().atMost(PATIENCE).until(() -> replica.getReplicaDepth() == MESSAGES);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(0, replica.getRepairs());
        assertTrue(replica.verify().isEqual());
    }

    @Test
    void aSynchronousReplicaIsDegradedBeforeTheCommitIsConfirmed() throws Exception {
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE, QUEUE, "acknowledgement=sync");
        brokers.awaitParity(QUEUE);
        await().atMost(PATIENCE).until(() -> replica.getAcknowledgement().equals("sync"));
        try (JMSContext client = brokers.original().core().createContext(JMSContext.SESSION_TRANSACTED)) {
            send(client);

            client.commit();
        }

        await().atMost(PATIENCE).until(() -> replica.getAcknowledgement().equals("sync (degraded)"));
        await().atMost(PATIENCE).until(() -> replica.getAcknowledgement().equals("sync"));
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    private static void send(JMSContext client) throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            BytesMessage message = client.createBytesMessage();
            message.setIntProperty("number", i);
            message.writeBytes(new byte[BODY]);
            client.createProducer().send(client.createQueue(QUEUE), message);
        }
    }

    private void awaitFreed() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            long kept = sent.messages.stream()
                    .filter(message -> message.get() != null)
                    .count();
            assertEquals(MESSAGES, sent.messages.size());
            assertTrue(kept < MESSAGES / 4, () -> kept + " of " + MESSAGES + " messages are in memory");
        });
    }

    private static final class Sent implements ActiveMQServerPlugin {

        private final List<WeakReference<Message>> messages = new CopyOnWriteArrayList<>();

        @Override
        public void afterMessageRoute(
                Message message,
                RoutingContext context,
                boolean direct,
                boolean rejectDuplicates,
                RoutingStatus result) {
            if (QUEUE.equals(message.getAddress())) {
                messages.add(new WeakReference<>(message));
            }
        }
    }
}
