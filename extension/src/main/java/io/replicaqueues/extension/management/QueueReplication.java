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

    private final boolean enabled;
    private final OriginalConnections connections;
    private final OriginalBroker original;
    private final ReplicaGuard guard = new ReplicaGuard();
    private final Replicas replicas;
    private final ManagedBeans beans;

    public QueueReplication(ActiveMQServer server, FeedSettings feed, ReplicaSettings settings) {
        this.enabled = settings.enabled();
        this.connections =
                new OriginalConnections(AmqpSettings.DEFAULT.withHeartbeatMillis(2 * settings.heartbeatMillis()));
        this.beans = new ManagedBeans(server);
        this.original = new OriginalBroker(server, feed, enabled, beans::followersChanged);
        this.replicas = new Replicas(server, connections, guard, settings, beans);
        beans.connect(original, replicas, enabled);
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
        replicas.close();
        original.stop();
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
