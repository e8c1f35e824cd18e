// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.replicaqueues.extension.original.OriginalBroker;
import io.replicaqueues.extension.replica.ReplicaEvents;
import io.replicaqueues.extension.replica.ReplicaQueue;
import io.replicaqueues.extension.replica.Replicas;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.OriginalQueueMXBean;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MBeans and meters of one broker: they come and go with its replicas and originals. Safe on any thread. */
final class ManagedBeans implements ReplicaEvents {

    private static final Logger LOGGER = LoggerFactory.getLogger(ManagedBeans.class);

    private final ActiveMQServer server;
    private final MBeanServer mbeanServer;
    private final String broker;
    private final Map<ReplicaQueue, ReplicaNotifications> notifications = new ConcurrentHashMap<>();
    private final Map<ObjectName, DescribedMBean> registered = new ConcurrentHashMap<>();

    private OriginalBroker original;
    private Replicas replicas;
    private ReplicationMeters meters;
    private boolean enabled;

    ManagedBeans(ActiveMQServer server) {
        this.server = server;
        this.mbeanServer = server.getMBeanServer();
        this.broker = server.getConfiguration().getName();
    }

    void connect(OriginalBroker originalBroker, Replicas allReplicas, boolean replicationEnabled) {
        original = originalBroker;
        replicas = allReplicas;
        enabled = replicationEnabled;
        meters = ReplicationMeters.of(server, original);
    }

    void open() {
        QueueReplicationBean bean = new QueueReplicationBean(server, original, replicas, enabled);
        register(
                ObjectNames.queueReplication(broker),
                new DescribedMBean(bean, QueueReplicationMXBean.class, new NotificationBroadcasterSupport()));
    }

    void close() {
        registered.keySet().forEach(this::unregister);
        notifications.clear();
        meters.close();
    }

    @Override
    public void created(ReplicaQueue replica) {
        ObjectName name = ObjectNames.replica(broker, replica.queueName());
        ReplicaNotifications sender = new ReplicaNotifications(name);
        notifications.put(replica, sender);
        register(name, new DescribedMBean(new ReplicaQueueBean(replica, broker), ReplicaQueueMXBean.class, sender));
        meters.created(replica);
    }

    @Override
    public void disconnected(ReplicaQueue replica) {
        meters.disconnected(replica);
        notifications.remove(replica);
        unregister(ObjectNames.replica(broker, replica.queueName()));
        // Last: now another replica may take the name.
        replicas.removed(replica);
    }

    @Override
    public void stateChanged(ReplicaQueue replica, ReplicaState before, ReplicaState after, String reason) {
        ReplicaNotifications sender = notifications.get(replica);
        if (sender != null) {
            sender.stateChanged(replica.queueName(), before, after, reason);
        }
    }

    @Override
    public void acknowledgementChanged(ReplicaQueue replica, String before, String after, String reason) {
        ReplicaNotifications sender = notifications.get(replica);
        if (sender != null) {
            sender.acknowledgementChanged(replica.queueName(), before, after, reason);
        }
    }

    @Override
    public void parityChanged(ReplicaQueue replica, boolean inParity, String reason) {
        ReplicaNotifications sender = notifications.get(replica);
        if (sender != null) {
            sender.parityChanged(replica.queueName(), inParity, reason);
        }
    }

    /** The replicas of an original queue have come or gone: its bean is there while there is one. */
    synchronized void followersChanged(String queue) {
        meters.followersChanged(queue);
        ObjectName name = ObjectNames.original(broker, queue);
        boolean followed = !original.followers(queue).isEmpty();
        if (!followed) {
            unregister(name);
        } else if (!registered.containsKey(name)) {
            OriginalQueueBean bean = new OriginalQueueBean(server, original, queue);
            register(name, new DescribedMBean(bean, OriginalQueueMXBean.class, new NotificationBroadcasterSupport()));
        }
    }

    private void register(ObjectName name, DescribedMBean bean) {
        if (mbeanServer == null) {
            return;
        }
        try {
            if (mbeanServer.isRegistered(name)) {
                mbeanServer.unregisterMBean(name);
            }
            mbeanServer.registerMBean(bean, name);
            registered.put(name, bean);
        } catch (JMException e) {
            LOGGER.error("MBean {} could not be registered", name, e);
        }
    }

    private void unregister(ObjectName name) {
        if (registered.remove(name) == null) {
            return;
        }
        try {
            mbeanServer.unregisterMBean(name);
        } catch (JMException e) {
            LOGGER.debug("MBean {} is gone already", name, e);
        }
    }
}
