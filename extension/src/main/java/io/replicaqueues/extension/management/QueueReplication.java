// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.replicaqueues.extension.amqp.AmqpSettings;
import io.replicaqueues.extension.amqp.OriginalConnections;
import io.replicaqueues.extension.original.ChangeCapture;
import io.replicaqueues.extension.original.FeedSettings;
import io.replicaqueues.extension.original.OriginalBroker;
import io.replicaqueues.extension.replica.ReplicaGuard;
import io.replicaqueues.extension.replica.ReplicaSettings;
import io.replicaqueues.extension.replica.Replicas;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Queue replication of one active broker, from activation to deactivation: both sides of it and their MBeans. The
 * methods are called by the plugin, in this order: {@link #load}, {@link #resume}, {@link #close}.
 */
public final class QueueReplication {

    /** A silent peer is given up after four to eight of them, as the engine counts: within ten seconds. */
    private static final int MAX_LINK_HEARTBEAT_MILLIS = 1_200;
    /** An operation waits ten seconds for the original; what stands in the way must be known before. */
    private static final int OPEN_TIMEOUT_MILLIS = 8_000;

    private final boolean enabled;
    private final OriginalConnections connections;
    private final OriginalBroker original;
    private final ReplicaGuard guard;
    private final Replicas replicas;
    private final ManagedBeans beans;

    public QueueReplication(ActiveMQServer server, ReplicaGuard guard, FeedSettings feed, ReplicaSettings settings) {
        this.guard = guard;
        this.enabled = settings.enabled();
        this.connections = new OriginalConnections(amqpSettings(settings));
        this.beans = new ManagedBeans(server);
        this.original = new OriginalBroker(server, feed, enabled, beans::followersChanged);
        // What is added to a replica passes none of the broker's hooks, and may be followed in turn.
        this.replicas =
                new Replicas(server, connections, guard, settings, original.capture()::beforeMessageRoute, beans);
        beans.connect(original, replicas, enabled);
    }

    private static AmqpSettings amqpSettings(ReplicaSettings settings) {
        return AmqpSettings.DEFAULT
                .withHeartbeatMillis(Math.min(2 * settings.heartbeatMillis(), MAX_LINK_HEARTBEAT_MILLIS))
                .withOpenTimeoutMillis(OPEN_TIMEOUT_MILLIS);
    }

    /** Before clients can connect: protects the replicas and opens the door for followers. */
    public void load() throws Exception {
        original.start();
        replicas.load();
        beans.open();
    }

    /** When the broker is up. */
    public void resume() {
        replicas.resume();
    }

    public void close() {
        // First, as it takes no time: changes are not followed any more, and nobody must wait for replicas or believe
        // them.
        original.stop();
        replicas.close();
        connections.close();
        beans.close();
    }

    /** Whether queues of this broker may be originals or replicas. */
    public boolean isEnabled() {
        return enabled;
    }

    public ReplicaGuard guard() {
        return guard;
    }

    public OriginalBroker original() {
        return original;
    }

    public ChangeCapture capture() {
        return original.capture();
    }
}
