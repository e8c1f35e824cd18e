// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry for Prometheus prints of two embedded brokers. */
class MetricsTest {

    private static final String ORDERS = "orders";
    private static final String COPY = "orders-copy";
    private static final String UNMETERED = "unmetered";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private MeteredBrokers metered;
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        metered = new MeteredBrokers(
                folder, replica -> replica.addressSettings(UNMETERED, new AddressSettings().setEnableMetrics(false)));
        brokers = metered.brokers();
        brokers.original().createQueue(ORDERS);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        metered.close();
    }

    @Test
    void aLiveReplicaIsPrintedAsItIs() throws Exception {
        ReplicaQueueMXBean replica = createCopy();
        new MixedMessages(1, "producer").send(brokers.original().core(), ORDERS, 30);
        brokers.awaitParity(ORDERS, COPY);
        consume(10);
        brokers.awaitParity(ORDERS, COPY);

        Scrape printed = metered.replica();
        assertEquals(20, printed.value("replica_queue_depth"));
        assertEquals(20, printed.value("original_queue_depth"));
        assertEquals(0, printed.value("replica_queue_lag_seconds"));
        assertEquals(1, printed.value("replica_queue_in_parity"));
        assertEquals(0, printed.value("replica_queue_catch_up_remaining"));
        assertEquals(0, printed.value("replica_queue_sync_degraded"));
        assertEquals(30, printed.value("replica_queue_changes_applied_total", Map.of("change", "added")));
        assertEquals(10, printed.value("replica_queue_changes_applied_total", Map.of("change", "removed")));
        assertEquals(0, printed.value("replica_queue_repairs_total"));
        assertEquals(0, printed.value("replica_queue_reconnects_total"));
        assertTrue(printed.value("replica_queue_received_bytes_total") > 0);
        assertEquals(
                Map.of(
                        "broker",
                        brokers.replica().name(),
                        "address",
                        COPY,
                        "queue",
                        COPY,
                        "original",
                        replica.getOriginal(),
                        "original_queue",
                        ORDERS),
                printed.labels("replica_queue_depth"));
    }

    @Test
    void theStateIsOneAndTheOthersAreZero() {
        ReplicaQueueMXBean replica = createCopy();
        brokers.awaitParity(ORDERS, COPY);
        assertState("LIVE");

        replica.stop();

        assertState("STOPPED");
    }

    @Test
    void whatIsNotKnownIsNoNumber() throws Exception {
        createCopy().stop();
        assertEquals(Double.NaN, metered.replica().value("original_queue_depth"));

        brokers.replica().restart();

        Scrape printed = metered.replica();
        assertEquals(Double.NaN, printed.value("original_queue_depth"));
        assertEquals(Double.NaN, printed.value("replica_queue_lag_seconds"));
        assertEquals(0, printed.value("replica_queue_in_parity"));
    }

    @Test
    void aReplicaThatProducersDoNotWaitForIsDegraded() {
        ReplicaQueueMXBean replica = brokers.createReplica(ORDERS, COPY, "acknowledgement=sync");
        await().atMost(PATIENCE).until(() -> metered.replica().value("replica_queue_sync_degraded") == 0);

        replica.stop();

        assertEquals(1, metered.replica().value("replica_queue_sync_degraded"));
    }

    @Test
    void theOriginalBrokerPrintsWhatItKnowsOfEachReplica() throws Exception {
        ReplicaQueueMXBean replica = createCopy();
        brokers.createReplica(ORDERS, "another-copy", "");
        new MixedMessages(1, "producer").send(brokers.original().core(), ORDERS, 30);
        brokers.awaitParity(ORDERS, COPY);

        Map<String, String> copy = Map.of(
                "broker", brokers.original().name(),
                "address", ORDERS,
                "queue", ORDERS,
                "replica_node", brokers.replication().getNodeId(),
                "replica_queue", COPY);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertEquals(0, metered.original().value("original_queue_changes_pending", copy));
            assertEquals(0, metered.original().value("original_queue_changes_unconfirmed", copy));
        });
        assertTrue(metered.original().value("original_queue_sent_bytes_total", copy) > 0);

        replica.stop();

        await().atMost(PATIENCE).until(() -> metered.original().count("original_queue_changes_pending") == 1);
        replica.start();
        await().atMost(PATIENCE).until(() -> metered.original().count("original_queue_changes_pending") == 2);
    }

    /** Their names are made up anew at each connection. */
    @Test
    void feedsAreNoSeriesOfTheirOwn() {
        createCopy();
        brokers.awaitParity(ORDERS, COPY);

        assertEquals(
                List.of(),
                metered.meters().stream()
                        .filter(meter ->
                                Objects.toString(meter.getTag("address")).startsWith("$queue-replication"))
                        .toList());
    }

    @Test
    void metersComeAndGoWithTheirReplicas() throws Exception {
        Set<Meter.Id> before = metered.meters();

        for (int round = 0; round < 10; round++) {
            createCopy();
            brokers.awaitParity(ORDERS, COPY);
            assertTrue(metered.meters().size() > before.size());
            brokers.replicaOf(COPY).disconnect();
            brokers.replica().server().destroyQueue(SimpleString.of(COPY), null, true, false, true);
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<Meter.Id> more = metered.meters();
            more.removeAll(before);
            assertEquals(Set.of(), more);
        });
    }

    @Test
    void aBrokerThatStopsLeavesNoneInTheRegistryAndOneThatStartsHasThemAgain() throws Exception {
        createCopy();
        brokers.awaitParity(ORDERS, COPY);
        Set<String> names = metered.replica().names();

        brokers.replica().stop();

        assertEquals(Set.of(), metered.replica().names());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(Set.of(), metered.original().names()));

        brokers.replica().start();
        brokers.awaitParity(ORDERS, COPY);
        assertEquals(names, metered.replica().names());
        assertEquals(0, metered.replica().value("replica_queue_depth"));

        brokers.original().stop();
        assertEquals(Set.of(), metered.original().names());
    }

    @Test
    void anAddressWithoutMetricsHasNone() {
        brokers.createReplica(ORDERS, UNMETERED, "");
        brokers.awaitParity(ORDERS, UNMETERED);

        assertEquals(Set.of(), metered.replica().names());
    }

    private ReplicaQueueMXBean createCopy() {
        return brokers.createReplica(ORDERS, COPY, "");
    }

    private void assertState(String expected) {
        for (String state : Arrays.stream(ReplicaState.values())
                .map(Enum::name)
                .filter(name -> !name.equals("DISCONNECTED"))
                .toList()) {
            assertEquals(
                    state.equals(expected) ? 1 : 0,
                    metered.replica().value("replica_queue_state", Map.of("state", state)),
                    state);
        }
    }

    private void consume(int messages) throws Exception {
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(ORDERS))) {
            connection.start();
            for (int message = 0; message < messages; message++) {
                consumer.receive();
            }
            session.commit();
        }
    }
}
