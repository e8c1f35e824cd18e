// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import io.replicaqueues.extension.management.QueueReplication;
import io.replicaqueues.extension.replica.ReplicaGuard;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker plugin: the door through which the broker calls queue replication. Hooks are called by the broker on any
 * thread; while the broker is not active, as a backup or when it stops, they do nothing.
 */
public final class ReplicaQueuesPlugin implements ActiveMQServerPlugin, ActivateCallback {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReplicaQueuesPlugin.class);

    private ReplicaQueuesSettings settings = ReplicaQueuesSettings.parse(Map.of());
    private ActiveMQServer server;
    private volatile QueueReplication replication;
    /** Longer there than the rest: while the broker stops, until its clients are cut off. */
    private volatile ReplicaGuard guard;

    /** @throws IllegalArgumentException if a property is unknown or out of range */
    @Override
    public void init(Map<String, String> properties) {
        settings = ReplicaQueuesSettings.parse(properties);
    }

    /** In a version of the broker that is not supported it does no more than to say so. */
    @Override
    public void registered(ActiveMQServer registeredWith) {
        BrokerVersion version = BrokerVersion.of(registeredWith.getVersion());
        if (!version.isSupported()) {
            LOGGER.error(
                    "Queue replication does not start: this is Apache Artemis {}, supported are {}",
                    version,
                    BrokerVersion.SUPPORTED);
            return;
        }
        if (version.isNewerThanTried()) {
            LOGGER.warn(
                    "Queue replication was not tried in Apache Artemis {}, only in {}",
                    version,
                    BrokerVersion.SUPPORTED);
        }
        server = registeredWith;
        server.registerActivateCallback(this);
    }

    @Override
    public void unregistered(ActiveMQServer unregisteredFrom) {
        unregisteredFrom.unregisterActivateCallback(this);
        preDeActivate();
        deActivate();
    }

    /** The journal is loaded and no client is connected yet. */
    @Override
    public void activated() {
        QueueReplication activated = null;
        try {
            // Before anything that can fail: what clients sent to a replica queue would be deleted as foreign later.
            guard = ReplicaGuard.ofStored(server.getStorageManager());
            activated =
                    new QueueReplication(server, guard, settings.feed(), settings.replica(server.getConfiguration()));
            activated.load();
            replication = activated;
        } catch (LinkageError e) {
            LOGGER.error(
                    "Queue replication does not start: this is Apache Artemis {}, supported are {} ({})",
                    BrokerVersion.of(server.getVersion()),
                    BrokerVersion.SUPPORTED,
                    e.toString());
            closeHalfMade(activated);
        } catch (Exception e) {
            LOGGER.error("Queue replication could not be started: replica queues stay as they are, and protected", e);
            closeHalfMade(activated);
        }
    }

    private static void closeHalfMade(QueueReplication activated) {
        try {
            if (activated != null) {
                activated.close();
            }
        } catch (RuntimeException | LinkageError e) {
            LOGGER.debug("Queue replication that could not be started could not be closed", e);
        }
    }

    @Override
    public void activationComplete() {
        QueueReplication active = replication;
        if (active != null) {
            active.resume();
        }
    }

    @Override
    public void preDeActivate() {
        QueueReplication active = replication;
        replication = null;
        if (active != null) {
            active.close();
        }
    }

    @Override
    public void deActivate() {
        guard = null;
    }

    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates)
            throws ActiveMQException {
        ReplicaGuard protection = guard;
        if (protection != null) {
            protection.beforeMessageRoute(context);
        }
        QueueReplication active = replication;
        if (active != null && active.isEnabled()) {
            active.original().beforeMessageRoute(context);
            active.capture().beforeMessageRoute(message, context);
        }
    }

    @Override
    public void afterMessageRoute(
            Message message, RoutingContext context, boolean direct, boolean rejectDuplicates, RoutingStatus result) {
        QueueReplication active = replication;
        if (active == null || !active.isEnabled()) {
            return;
        }
        try {
            if (result == RoutingStatus.OK || result == RoutingStatus.NO_BINDINGS_DLA) {
                active.capture().afterMessageRoute(message, context);
            }
        } finally {
            active.capture().routed(context);
        }
    }

    @Override
    public void onMessageRouteException(
            Message message, RoutingContext context, boolean direct, boolean rejectDuplicates, Exception e) {
        QueueReplication active = replication;
        if (active != null && active.isEnabled()) {
            active.capture().routed(context);
        }
    }

    @Override
    public void messageAcknowledged(
            Transaction transaction, MessageReference reference, AckReason reason, ServerConsumer consumer) {
        QueueReplication active = replication;
        if (active == null || active.original().frameConfirmed(reference.getQueue(), consumer)) {
            return;
        }
        if (active.isEnabled()) {
            active.capture().messageAcknowledged(transaction, reference, reason);
        }
        active.guard().messageAcknowledged(transaction, reference);
    }

    @Override
    public void afterSend(
            ServerSession session,
            Transaction transaction,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue,
            RoutingStatus result)
            throws ActiveMQException {
        QueueReplication active = replication;
        if (active != null) {
            active.original().afterSend(session, message);
        }
    }

    @Override
    public void beforeCreateConsumer(
            long consumerId, QueueBinding binding, SimpleString filter, boolean browseOnly, boolean supportLargeMessage)
            throws ActiveMQException {
        ReplicaGuard protection = guard;
        if (protection != null) {
            protection.beforeCreateConsumer(binding.getQueue(), browseOnly);
        }
        QueueReplication active = replication;
        if (active != null) {
            active.original().beforeCreateConsumer(binding.getQueue(), browseOnly);
        }
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) throws ActiveMQException {
        QueueReplication active = replication;
        if (active != null) {
            active.original().afterCreateConsumer(consumer);
        }
    }

    @Override
    public void afterCloseConsumer(ServerConsumer consumer, boolean failed) {
        QueueReplication active = replication;
        if (active != null) {
            active.original().afterCloseConsumer(consumer);
        }
    }

    @Override
    public void afterDestroyConnection(RemotingConnection connection) {
        QueueReplication active = replication;
        if (active != null) {
            active.original().afterDestroyConnection(connection.getID());
        }
    }

    @Override
    public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
        QueueReplication active = replication;
        if (active != null) {
            active.original().beforeCreateQueue(queue);
        }
    }

    @Override
    public void beforeDestroyQueue(
            Queue queue,
            SecurityAuth session,
            boolean checkConsumerCount,
            boolean removeConsumers,
            boolean autoDeleteAddress)
            throws ActiveMQException {
        ReplicaGuard protection = guard;
        if (protection != null) {
            protection.beforeDestroyQueue(queue);
        }
        QueueReplication active = replication;
        if (active != null) {
            active.original().beforeDestroyQueue(queue);
        }
    }

    @Override
    public void afterDestroyQueue(
            Queue queue,
            SimpleString address,
            SecurityAuth session,
            boolean checkConsumerCount,
            boolean removeConsumers,
            boolean autoDeleteAddress) {
        QueueReplication active = replication;
        if (active != null) {
            active.original().afterDestroyQueue(queue);
        }
    }
}
