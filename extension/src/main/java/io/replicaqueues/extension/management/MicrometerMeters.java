// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.replicaqueues.extension.original.FollowerStatus;
import io.replicaqueues.extension.original.OriginalBroker;
import io.replicaqueues.extension.replica.ReplicaMeters;
import io.replicaqueues.extension.replica.ReplicaQueue;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;

/**
 * Meters in the registry of the broker's metrics plugin, which outlives a broker that is no longer active. They are
 * tagged as the broker tags those of queues, and left out where its address settings say so ({@code enable-metrics}).
 * What is not known is NaN.
 */
final class MicrometerMeters implements ReplicationMeters {

    private static final String PLAIN_NUMBER = null;
    private static final String SECONDS = "seconds";

    private final ActiveMQServer server;
    private final OriginalBroker original;
    private final MeterRegistry registry;
    private final Map<ReplicaQueue, MeterGroup> ofReplicas = new ConcurrentHashMap<>();
    private final Map<Follower, MeterGroup> ofFollowers = new ConcurrentHashMap<>();

    private MicrometerMeters(ActiveMQServer server, OriginalBroker original, MeterRegistry registry) {
        this.server = server;
        this.original = original;
        this.registry = registry;
    }

    /** A replica on another broker: the same one when it has reconnected. */
    private record Follower(String queue, String replicaNode, String replicaQueue) {

        static Follower of(String queue, FollowerStatus status) {
            return new Follower(queue, status.nodeId(), status.replicaQueue());
        }
    }

    static ReplicationMeters of(ActiveMQServer server, OriginalBroker original) {
        MeterRegistry registry = server.getMetricsManager().getMeterRegistry();
        return registry == null ? new Unmetered() : new MicrometerMeters(server, original, registry);
    }

    @Override
    public void created(ReplicaQueue replica) {
        if (isWanted(replica.address())) {
            ofReplicas.computeIfAbsent(replica, this::replicaMeters);
        }
    }

    @Override
    public void disconnected(ReplicaQueue replica) {
        remove(ofReplicas, replica);
    }

    @Override
    public synchronized void followersChanged(String queue) {
        Set<Follower> present = original.followers(queue).stream()
                .map(status -> Follower.of(queue, status))
                .collect(Collectors.toSet());
        ofFollowers.keySet().stream()
                .filter(known -> known.queue().equals(queue) && !present.contains(known))
                .forEach(gone -> remove(ofFollowers, gone));
        Queue followed = server.locateQueue(queue);
        if (followed != null && isWanted(followed.getAddress().toString())) {
            present.forEach(follower -> ofFollowers.computeIfAbsent(
                    follower,
                    any -> followerMeters(follower, followed.getAddress().toString())));
        }
    }

    @Override
    public synchronized void close() {
        ofReplicas.keySet().forEach(replica -> remove(ofReplicas, replica));
        ofFollowers.keySet().forEach(follower -> remove(ofFollowers, follower));
    }

    private boolean isWanted(String address) {
        return server.getAddressSettingsRepository().getMatch(address).isEnableMetrics();
    }

    private static <K> void remove(Map<K, MeterGroup> groups, K key) {
        MeterGroup group = groups.remove(key);
        if (group != null) {
            group.remove();
        }
    }

    private MeterGroup replicaMeters(ReplicaQueue replica) {
        MeterGroup meters = new MeterGroup(
                registry,
                tags(replica.address(), replica.queueName())
                        .and("original", replica.originalText(), "original.queue", replica.originalQueue()));
        gauges(meters, replica);
        counters(meters, replica.meters());
        return meters;
    }

    private static void gauges(MeterGroup meters, ReplicaQueue replica) {
        ReplicaMeters figures = replica.meters();
        meters.gauge("replica.queue.depth", PLAIN_NUMBER, "Messages in the replica queue", replica::depth);
        meters.gauge(
                "original.queue.depth",
                PLAIN_NUMBER,
                "Messages in the original queue, as far as the replica knows",
                () -> known(figures.originalDepth()));
        meters.gauge(
                "replica.queue.lag",
                SECONDS,
                "Age of the oldest change of the original that is known but not applied yet",
                () -> known(figures.lagMillis()) / 1_000);
        meters.gauge(
                "replica.queue.in.parity",
                PLAIN_NUMBER,
                "1 if the content was proved equal to the original's at the latest position of the feed, 0 if not",
                () -> number(figures.inParity()));
        meters.gauge(
                "replica.queue.catch.up.remaining",
                PLAIN_NUMBER,
                "Messages still to come before the catch-up is complete",
                figures::catchUpRemaining);
        meters.gauge(
                "replica.queue.sync.degraded",
                PLAIN_NUMBER,
                "1 if producers are to wait for this replica and do not at present, 0 otherwise",
                () -> number(replica.isDegraded()));
        for (ReplicaState state : ReplicaState.values()) {
            if (state != ReplicaState.DISCONNECTED) {
                meters.gauge(
                        "replica.queue.state",
                        PLAIN_NUMBER,
                        "1 for the state that the replica is in, 0 for every other",
                        () -> number(replica.state() == state),
                        "state",
                        state.name());
            }
        }
    }

    private static void counters(MeterGroup meters, ReplicaMeters figures) {
        String applied = "replica.queue.changes.applied";
        String meaning = "Messages added to the replica and removed from it since it was created";
        meters.counter(applied, PLAIN_NUMBER, meaning, figures::added, "change", "added");
        meters.counter(applied, PLAIN_NUMBER, meaning, figures::removed, "change", "removed");
        meters.counter(
                "replica.queue.received",
                BaseUnits.BYTES,
                "Bytes received from the original since the replica was created",
                figures::bytes);
        meters.counter(
                "replica.queue.reconnects",
                PLAIN_NUMBER,
                "How many times the link to the original was lost and came back",
                figures::reconnects);
        meters.counter(
                "replica.queue.repairs",
                PLAIN_NUMBER,
                "How many times a difference to the original was found and repaired",
                figures::repairs);
    }

    private MeterGroup followerMeters(Follower follower, String address) {
        MeterGroup meters = new MeterGroup(
                registry,
                tags(address, follower.queue())
                        .and("replica.node", follower.replicaNode(), "replica.queue", follower.replicaQueue()));
        meters.gauge(
                "original.queue.changes.pending",
                PLAIN_NUMBER,
                "Changes, and messages of a catch-up, not sent to the replica yet",
                () -> figure(follower, FollowerStatus::changesPending, Double.NaN));
        meters.gauge(
                "original.queue.changes.unconfirmed",
                PLAIN_NUMBER,
                "Changes sent to the replica and not confirmed by it yet",
                () -> figure(follower, FollowerStatus::changesUnconfirmed, Double.NaN));
        meters.counter(
                "original.queue.sent",
                BaseUnits.BYTES,
                "Bytes sent to the replica since it last connected",
                () -> figure(follower, FollowerStatus::bytesSent, 0));
        return meters;
    }

    private double figure(Follower follower, ToLongFunction<FollowerStatus> which, double otherwise) {
        return original.followers(follower.queue()).stream()
                .filter(status -> follower.equals(Follower.of(follower.queue(), status)))
                .mapToDouble(which::applyAsLong)
                .findFirst()
                .orElse(otherwise);
    }

    private Tags tags(String address, String queue) {
        return Tags.of(
                MetricsManager.BROKER_TAG_NAME,
                server.getConfiguration().getName(),
                "address",
                address,
                "queue",
                queue);
    }

    /** The beans say -1 for what they do not know. */
    private static double known(long figure) {
        return figure < 0 ? Double.NaN : figure;
    }

    private static double number(boolean is) {
        return is ? 1 : 0;
    }
}
