// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The replica's broker is full: it says so, exceeds no limit, loses nothing and goes on by itself. */
class FullReplicaTest {

    private static final String QUEUE = "orders";
    private static final int BODY = 1_000;
    private static final long LIMIT = 200_000;
    /** What a message takes in memory beyond its body. */
    private static final long SLACK = 50_000;

    @TempDir
    private Path folder;

    private BrokerPair brokers;
    private ReplicaQueueMXBean replica;

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PAGE")
    void aFullAddressIsNotExceededAndGoesOnWhenItsLimitIsRaised(AddressFullMessagePolicy policy) throws Exception {
        start(replicaBroker -> replicaBroker.addressSettings(QUEUE, limited(policy, LIMIT)));
        send(600);

        awaitNoRoom("max-size-bytes");
        long held = replica.getReplicaDepth();
        assertTrue(held > 20, () -> "filled up to the limit, with " + held + " messages");
        assertTrue(memoryOfReplica() < LIMIT + SLACK, () -> "memory " + memoryOfReplica());
        long reconnects = replica.getReconnects();
        send(400);
        assertEquals(1_000, brokers.original().depth(QUEUE), "the original's producers go on");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(6))
                .until(() -> memoryOfReplica() < LIMIT + SLACK && replica.getReconnects() - reconnects <= 4);

        brokers.replica().server().getAddressSettingsRepository().addMatch(QUEUE, limited(policy, 100 * LIMIT));

        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void removalsOnTheOriginalMakeRoom() throws Exception {
        start(replicaBroker -> replicaBroker.addressSettings(QUEUE, limited(AddressFullMessagePolicy.FAIL, LIMIT)));
        send(400);
        awaitNoRoom("address-full-policy is FAIL");

        consume(350);

        awaitParityWithin(60);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void theLimitOfTheWholeBrokerCountsToo() throws Exception {
        start(replicaBroker -> replicaBroker
                .addressSettings("#", limited(AddressFullMessagePolicy.FAIL, -1))
                .configure(configuration -> configuration.setGlobalMaxSize(LIMIT)));
        send(400);
        awaitNoRoom("global-max-size");

        consume(350);

        awaitParityWithin(60);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void aFullDiskIsWaitedFor() throws Exception {
        start(replicaBroker -> replicaBroker.configure(
                configuration -> configuration.setMaxDiskUsage(100).setDiskScanPeriod(100)));
        send(50);
        brokers.awaitParity(QUEUE);
        limitDiskUsage(0);
        await().until(() -> brokers.replica().server().getPagingManager().isDiskFull());

        send(50);

        awaitNoRoom("max-disk-usage");
        assertEquals(50, replica.getReplicaDepth());
        limitDiskUsage(1);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void anAddressThatPagesHasRoom() throws Exception {
        start(replicaBroker -> replicaBroker.addressSettings(QUEUE, limited(AddressFullMessagePolicy.PAGE, LIMIT)));
        send(600);

        brokers.awaitParity(QUEUE);
        assertTrue(
                brokers.replica().server().locateQueue(QUEUE).getPagingStore().isPaging());
        assertEquals("", replica.getLastError());
    }

    private void start(Consumer<EmbeddedBrokerBuilder> replicaBroker) throws Exception {
        brokers = BrokerPair.start(folder, original -> {}, replicaBroker);
        brokers.original().createQueue(QUEUE);
        replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
    }

    private static AddressSettings limited(AddressFullMessagePolicy policy, long bytes) {
        return new AddressSettings()
                .setAddressFullMessagePolicy(policy)
                .setMaxSizeBytes(bytes)
                .setPageSizeBytes(50_000)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false);
    }

    private void limitDiskUsage(double share) {
        ((ActiveMQServerImpl) brokers.replica().server()).getMonitor().setMaxUsage(share);
    }

    private long memoryOfReplica() {
        return brokers.replica().server().locateQueue(QUEUE).getPagingStore().getAddressSize();
    }

    private void awaitNoRoom(String what) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> replica.getLastError().contains("has no room")
                        && replica.getState() == ReplicaState.CONNECTING);
        assertTrue(replica.getLastError().contains(what), replica::getLastError);
        assertFalse(replica.isInParity());
    }

    private void awaitParityWithin(int seconds) {
        await().atMost(Duration.ofSeconds(seconds))
                .until(() -> replica.isInParity()
                        && replica.getReplicaDepth() == brokers.original().depth(QUEUE));
    }

    private void send(int count) {
        try (JMSContext client = brokers.original().core().createContext()) {
            JMSProducer producer = client.createProducer();
            for (int i = 0; i < count; i++) {
                producer.setProperty("number", i).send(client.createQueue(QUEUE), new byte[BODY]);
            }
        }
    }

    private void consume(int count) {
        try (JMSContext client = brokers.original().core().createContext();
                JMSConsumer consumer = client.createConsumer(client.createQueue(QUEUE))) {
            for (int i = 0; i < count; i++) {
                assertTrue(consumer.receive(5_000) != null);
            }
        }
    }
}
