// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of a replica are where the replica is: on whichever broker of a primary/backup pair is active. */
class MetricsAfterTakeOverTest {

    private static final String ORDERS = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final PrometheusPlugin ofPrimary = new PrometheusPlugin();
    private final PrometheusPlugin ofBackup = new PrometheusPlugin();

    @Test
    void theyMoveToTheBackupWithTheReplica() throws Exception {
        int primaryPort = FreePorts.next();
        int backupPort = FreePorts.next();
        try (EmbeddedBroker original = EmbeddedBroker.named("followed", folder.resolve("original"))
                        .queueReplication("yes")
                        .start();
                EmbeddedBroker primary = EmbeddedBroker.named("metered", folder.resolve("primary"))
                        .queueReplication("yes")
                        .configure(ofPrimary::configure)
                        .port(primaryPort)
                        .primaryOf(backupPort)
                        .start();
                EmbeddedBroker backup = EmbeddedBroker.named("metered-backup", folder.resolve("backup"))
                        .queueReplication("yes")
                        .configure(ofBackup::configure)
                        .port(backupPort)
                        .backupOf(primaryPort)
                        .start()) {
            original.createQueue(ORDERS);
            new MixedMessages(1, "producer").send(original.core(), ORDERS, 25);
            await().atMost(PATIENCE).until(() -> backup.server().isReplicaSync());
            BrokerPair.replicationOf(primary).createReplica(original.address(), ORDERS);
            awaitDepth(ofPrimary, primary);
            assertEquals(Set.of(), printed(ofBackup).names());

            primary.stop();

            awaitDepth(ofBackup, backup);
            assertEquals(Set.of(), printed(ofPrimary).names());
        }
    }

    private static void awaitDepth(PrometheusPlugin metrics, EmbeddedBroker broker) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        25, printed(metrics).value("replica_queue_depth", Map.of("broker", broker.name()))));
    }

    private static Scrape printed(PrometheusPlugin metrics) {
        return Scrape.of(metrics.scrape());
    }
}
