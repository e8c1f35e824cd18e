// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.extension.ReplicaQueuesPlugin;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.OriginalQueueMXBean;
import io.replicaqueues.mbeans.OriginalReplica;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import jakarta.jms.JMSException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Two embedded brokers with the extension, an original and a replica, and their MBeans through JMX proxies. */
public final class BrokerPair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

    private final EmbeddedBroker original;
    private final EmbeddedBroker replica;

    private BrokerPair(EmbeddedBroker original, EmbeddedBroker replica) {
        this.original = original;
        this.replica = replica;
    }

    /** Starts both brokers with their data below {@code folder}. */
    public static BrokerPair start(Path folder) throws Exception {
        return start(folder, each -> {});
    }

    /** Starts both brokers, each set up further by {@code setup}. */
    public static BrokerPair start(Path folder, Consumer<EmbeddedBrokerBuilder> setup) throws Exception {
        return start(folder, setup, setup);
    }

    /** Starts both brokers, their extension with these properties besides {@code queue-replication}. */
    public static BrokerPair start(Path folder, Map<String, String> properties) throws Exception {
        Map<String, String> all = new HashMap<>(properties);
        all.put("queue-replication", "yes");
        return start(folder, all, each -> {}, each -> {});
    }

    /** Starts both brokers, each with a set-up of its own. */
    public static BrokerPair start(
            Path folder, Consumer<EmbeddedBrokerBuilder> original, Consumer<EmbeddedBrokerBuilder> replica)
            throws Exception {
        return start(folder, Map.of("queue-replication", "yes"), original, replica);
    }

    /** Starts both brokers with these properties of the extension, all of them, each with a set-up of its own. */
    public static BrokerPair start(
            Path folder,
            Map<String, String> properties,
            Consumer<EmbeddedBrokerBuilder> original,
            Consumer<EmbeddedBrokerBuilder> replica)
            throws Exception {
        // Brokers of other tests may still be known to the one MBean server of this process.
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        return new BrokerPair(
                broker("original-" + suffix, folder, properties, original),
                broker("replica-" + suffix, folder, properties, replica));
    }

    private static EmbeddedBroker broker(
            String name, Path folder, Map<String, String> properties, Consumer<EmbeddedBrokerBuilder> setup)
            throws Exception {
        EmbeddedBrokerBuilder builder =
                EmbeddedBroker.named(name, folder.resolve(name)).plugin(() -> plugin(properties));
        setup.accept(builder);
        return builder.start();
    }

    /** The extension as a broker would make it of these properties. */
    public static ReplicaQueuesPlugin plugin(Map<String, String> properties) {
        ReplicaQueuesPlugin plugin = new ReplicaQueuesPlugin();
        plugin.init(properties);
        return plugin;
    }

    public EmbeddedBroker original() {
        return original;
    }

    public EmbeddedBroker replica() {
        return replica;
    }

    /** Queue replication of the replica broker. */
    public QueueReplicationMXBean replication() {
        return replicationOf(replica);
    }

    /** Queue replication of any broker in this process. */
    public static QueueReplicationMXBean replicationOf(Broker broker) {
        return proxy(ObjectNames.queueReplication(broker.name()), QueueReplicationMXBean.class);
    }

    /** The bean of a replica on the replica broker. */
    public ReplicaQueueMXBean replicaOf(String queue) {
        return proxy(ObjectNames.replica(replica.name(), queue), ReplicaQueueMXBean.class);
    }

    /** The bean of an original on the original broker. */
    public OriginalQueueMXBean originalOf(String queue) {
        return proxy(ObjectNames.original(original.name(), queue), OriginalQueueMXBean.class);
    }

    /** The replicas that the original is followed by; its bean comes with the first and goes with the last. */
    public List<OriginalReplica> followersOf(String queue) {
        try {
            return List.of(originalOf(queue).getReplicas());
        } catch (UndeclaredThrowableException e) {
            if (e.getCause() instanceof InstanceNotFoundException) {
                return List.of();
            }
            throw e;
        }
    }

    /** Whether there is such a bean. */
    public static boolean isRegistered(ObjectName name) {
        return MBEANS.isRegistered(name);
    }

    /** A proxy of any MXBean of this process. */
    public static <T> T proxy(ObjectName name, Class<T> mxbeanInterface) {
        return JMX.newMXBeanProxy(MBEANS, name, mxbeanInterface, true);
    }

    /** Creates a replica of the same name. */
    public ReplicaQueueMXBean createReplica(String queue) {
        return createReplica(queue, queue, "");
    }

    /** Creates a replica. */
    public ReplicaQueueMXBean createReplica(String originalQueue, String replicaQueue, String options) {
        replication().createReplicaAs(original.address(), originalQueue, replicaQueue, options);
        return replicaOf(replicaQueue);
    }

    /** Waits until the replica says that it is live, in parity and without lag, at the original queue's own depth. */
    public void awaitParity(String queue) {
        awaitParity(queue, queue);
    }

    /** The same for a replica of another name. */
    public void awaitParity(String originalQueue, String replicaQueue) {
        ReplicaQueueMXBean bean = replicaOf(replicaQueue);
        await().atMost(PATIENCE)
                .failFast("replica has failed", () -> bean.getState() == ReplicaState.FAILED)
                .until(() -> bean.getState() == ReplicaState.LIVE
                        && bean.isInParity()
                        && bean.getLagMillis() == 0
                        && bean.getReplicaDepth() == original.depth(originalQueue));
    }

    /** Compares every message, in the queue's order. */
    public void assertSameContent(String queue) throws JMSException {
        QueueContent.assertSame(QueueContent.of(original, queue), QueueContent.of(replica, queue));
    }

    /**
     * Waits for parity, and until both queues store the same: also what is scheduled or held by a consumer, with the
     * full content and in order.
     */
    public void awaitSameStored(String queue) {
        awaitSameStored(queue, queue);
    }

    /** The same for a replica of another name. */
    public void awaitSameStored(String originalQueue, String replicaQueue) {
        awaitParity(originalQueue, replicaQueue);
        await().atMost(PATIENCE)
                .untilAsserted(() -> StoredContent.assertSame(
                        StoredContent.of(original, originalQueue), StoredContent.of(replica, replicaQueue)));
    }

    @Override
    public void close() throws Exception {
        replica.close();
        original.close();
    }
}
