// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder;
import io.replicaqueues.tests.fault.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** A pair of brokers with a network between them that serves one sequence after the other. For one thread. */
final class Stage implements AutoCloseable {

    /** Addresses of this prefix have so little memory that they page. */
    private static final String PAGING = "paging.";

    private static final Map<String, String> PROPERTIES = Map.of(
            "queue-replication", "yes",
            "heartbeat", "200",
            "feed-max-changes", "1000",
            "frame-size", "16384",
            "window", "4");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final EmbeddedBroker original;
    private final EmbeddedBroker replica;
    private final TcpProxy link;
    private int queues;

    Stage(Path folder) throws Exception {
        String suffix = Long.toHexString(System.nanoTime());
        original = broker("model-original-" + suffix, folder);
        replica = broker("model-replica-" + suffix, folder);
        link = TcpProxy.to(original.port());
    }

    private static EmbeddedBroker broker(String name, Path folder) throws Exception {
        EmbeddedBrokerBuilder builder = EmbeddedBroker.named(name, folder.resolve(name))
                .plugin(() -> BrokerPair.plugin(PROPERTIES))
                .addressSettings("model.#", settings())
                .addressSettings(
                        PAGING + "#", settings().setMaxSizeBytes(20_000).setPageSizeBytes(8_000))
                .configure(configuration -> configuration.setMessageExpiryScanPeriod(-1));
        return builder.start();
    }

    private static AddressSettings settings() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of("DLQ"))
                .setExpiryAddress(SimpleString.of("ExpiryQueue"))
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
    }

    EmbeddedBroker original() {
        return original;
    }

    EmbeddedBroker replica() {
        return replica;
    }

    TcpProxy link() {
        return link;
    }

    /** Creates the next original queue and returns its name. */
    String createQueue(boolean paging) throws Exception {
        String queue = (paging ? PAGING : "model.") + queues++;
        original.createQueue(queue);
        return queue;
    }

    void createReplica(String queue) {
        BrokerPair.replicationOf(replica).createReplica(link.addressOf(original), queue);
    }

    void replicate(String queue) {
        BrokerPair.replicationOf(replica).replicate(link.addressOf(original), queue);
    }

    ReplicaQueueMXBean bean(String queue) {
        return BrokerPair.proxy(
                io.replicaqueues.mbeans.ObjectNames.replica(replica.name(), queue), ReplicaQueueMXBean.class);
    }

    /** Waits until the replica says that it holds what the original holds now. */
    void awaitParity(String queue) {
        ReplicaQueueMXBean bean = bean(queue);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .conditionEvaluationListener(null)
                .until(() -> {
                    if (bean.getState() == ReplicaState.FAILED) {
                        throw new AssertionError("replica has failed: " + bean.getLastError());
                    }
                    return bean.getState() == ReplicaState.LIVE
                            && bean.isInParity()
                            && bean.getReplicaDepth() == original.depth(queue);
                });
    }

    /** What the replica says of itself, in one line. */
    String condition(String queue) {
        try {
            ReplicaQueueMXBean bean = bean(queue);
            return "replica " + bean.getState() + ", in parity " + bean.isInParity() + ", original depth "
                    + bean.getOriginalDepth() + " (" + original.depth(queue) + "), replica depth "
                    + bean.getReplicaDepth() + ", repairs " + bean.getRepairs() + ", last error '"
                    + bean.getLastError() + "'";
        } catch (RuntimeException e) {
            return "no bean: " + e;
        }
    }

    /** Both queues go, whatever they hold. */
    void clear(String queue) throws Exception {
        link.heal();
        link.reset();
        original.start();
        replica.start();
        try {
            bean(queue).disconnect();
        } catch (RuntimeException e) {
            // It is not a replica just now.
        }
        for (EmbeddedBroker broker : new EmbeddedBroker[] {replica, original}) {
            if (broker.depth(queue) >= 0) {
                broker.server().destroyQueue(SimpleString.of(queue), null, false);
            }
        }
    }

    @Override
    public void close() throws Exception {
        link.close();
        replica.close();
        original.close();
    }
}
