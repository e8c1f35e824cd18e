// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.original.OriginalBroker;
import io.replicaqueues.extension.replica.ReplicaOptions;
import io.replicaqueues.extension.replica.ReplicaQueue;
import io.replicaqueues.extension.replica.Replicas;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaStatus;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** Queue replication of one broker for JMX clients. Attributes are read from memory; operations wait for their outcome. */
final class QueueReplicationBean implements QueueReplicationMXBean {

    private final ActiveMQServer server;
    private final String broker;
    private final OriginalBroker original;
    private final Replicas replicas;
    private final boolean enabled;
    private final Audit audit;

    QueueReplicationBean(ActiveMQServer server, OriginalBroker original, Replicas replicas, boolean enabled) {
        this.server = server;
        this.broker = server.getConfiguration().getName();
        this.original = original;
        this.replicas = replicas;
        this.enabled = enabled;
        this.audit = new Audit("queue replication of broker " + broker);
    }

    @Override
    public String getBroker() {
        return broker;
    }

    @Override
    public String getNodeId() {
        return Objects.toString(server.getNodeID(), "");
    }

    @Override
    public String getVersion() {
        return ExtensionVersion.TEXT;
    }

    @Override
    public boolean isReplicationEnabled() {
        return enabled;
    }

    @Override
    public ObjectName[] getReplicas() {
        return inOrder().map(this::nameOf).toArray(ObjectName[]::new);
    }

    @Override
    public ObjectName[] getOriginals() {
        return original.followers().keySet().stream()
                .sorted()
                .map(queue -> ObjectNames.original(broker, queue))
                .toArray(ObjectName[]::new);
    }

    @Override
    public ReplicaStatus[] getReplicaStatuses() {
        return inOrder().map(replica -> new ReplicaQueueBean(replica, broker)).toArray(ReplicaStatus[]::new);
    }

    private Stream<ReplicaQueue> inOrder() {
        return replicas.all().stream().sorted(Comparator.comparing(ReplicaQueue::queueName));
    }

    private ObjectName nameOf(ReplicaQueue replica) {
        return ObjectNames.replica(broker, replica.queueName());
    }

    @Override
    public ObjectName createReplica(String originalAddress, String queue) {
        return audit.call(
                "createReplica",
                () -> create(originalAddress, queue, queue, ""),
                OriginalAddress.withoutSecrets(originalAddress),
                queue);
    }

    @Override
    public ObjectName replicate(String originalAddress, String queue) {
        return audit.call(
                "replicate",
                () -> inOwnContext(() -> nameOf(replicas.replicate(originalAddress, queue))),
                OriginalAddress.withoutSecrets(originalAddress),
                queue);
    }

    @Override
    public ObjectName createReplicaAs(
            String originalAddress, String originalQueue, String replicaQueue, String options) {
        return audit.call(
                "createReplicaAs",
                () -> create(originalAddress, originalQueue, replicaQueue, options),
                OriginalAddress.withoutSecrets(originalAddress),
                originalQueue,
                replicaQueue,
                ReplicaOptions.withoutSecrets(options));
    }

    private ObjectName create(String originalAddress, String originalQueue, String replicaQueue, String options) {
        return inOwnContext(
                () -> nameOf(replicas.createReplica(originalAddress, originalQueue, replicaQueue, options)));
    }

    @Override
    public void startAll() {
        audit.run("startAll", replicas::startAll);
    }

    @Override
    public void stopAll() {
        audit.run("stopAll", replicas::stopAll);
    }

    /** What an operation stores must not wait for, or be waited for by, whoever used the client's thread before. */
    private <T> T inOwnContext(Supplier<T> operation) {
        server.getStorageManager().clearContext();
        try {
            return operation.get();
        } finally {
            server.getStorageManager().clearContext();
        }
    }
}
