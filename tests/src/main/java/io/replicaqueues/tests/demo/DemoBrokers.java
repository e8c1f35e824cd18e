// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaStatus;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMX;

/**
 * The two brokers: {@code node1} with the original queue and {@code node2} with the replica queue, both with the
 * extension, their data in a temporary folder. One thread starts and closes them; any may ask for the rest.
 */
final class DemoBrokers implements AutoCloseable {

    static final String QUEUE = "orders";
    static final String REPLICA_BROKER = "node2";

    private final Path data;
    private final EmbeddedBroker node1;
    private final EmbeddedBroker node2;

    private DemoBrokers(Path data, EmbeddedBroker node1, EmbeddedBroker node2) {
        this.data = data;
        this.node1 = node1;
        this.node2 = node2;
    }

    /** Starts both, with the original queue and no replica yet. */
    static DemoBrokers start(DemoSettings settings) throws Exception {
        Path data = Files.createTempDirectory("replica-queues-demo");
        EmbeddedBroker node1 = broker("node1", data, settings.node1Port(), settings);
        EmbeddedBroker node2 = broker(REPLICA_BROKER, data, settings.node2Port(), settings);
        DemoBrokers brokers = new DemoBrokers(data, node1, node2);
        try {
            node1.start();
            node2.start();
            node1.createQueue(QUEUE);
            return brokers;
        } catch (Exception e) {
            brokers.close();
            throw e;
        }
    }

    private static EmbeddedBroker broker(String name, Path data, int port, DemoSettings settings) {
        return EmbeddedBroker.named(name, data.resolve(name))
                .port(port)
                .operator(settings.user(), settings.password())
                .queueReplication("yes")
                .build();
    }

    EmbeddedBroker node1() {
        return node1;
    }

    EmbeddedBroker node2() {
        return node2;
    }

    /** Creates the replica as an operator does: through the MBean of the replica broker. */
    void createReplica() {
        queueReplication().createReplica(node1.address(), QUEUE);
    }

    /** How the replica is; empty once it was disconnected. */
    Optional<ReplicaStatus> replica() {
        return Arrays.stream(queueReplication().getReplicaStatuses())
                .filter(status -> status.getQueue().equals(QUEUE))
                .findFirst();
    }

    private QueueReplicationMXBean queueReplication() {
        return JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                ObjectNames.queueReplication(node2.name()),
                QueueReplicationMXBean.class);
    }

    /** Stops both and deletes their data. */
    @Override
    public void close() throws Exception {
        try {
            node2.stop();
            node1.stop();
        } finally {
            deleteData();
        }
    }

    private void deleteData() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(DemoBrokers::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Left behind: " + file, e);
        }
    }
}
