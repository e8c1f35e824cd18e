// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.Objects;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.postoffice.impl.AddressImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/** The original queue's settings: none of them acts while the replica follows, all of them do afterwards. Stateless. */
final class QueueSettings {

    private static final long NO_RING = -1;

    private QueueSettings() {}

    /**
     * The replica queue to create for an original.
     *
     * @param settings the original's, in the broker's JSON form
     * @param name of the replica queue
     */
    static QueueConfiguration forReplica(String settings, String name) {
        QueueConfiguration original = QueueConfiguration.fromJSON(settings);
        boolean addressIsName = original.getName().equals(original.getAddress());
        SimpleString address = addressIsName ? SimpleString.of(name) : original.getAddress();
        return withoutEffect(original)
                .setId(null)
                .setName(SimpleString.of(name))
                .setAddress(address)
                .setUser((SimpleString) null)
                .setAutoDelete(false)
                .setAutoCreated(false)
                .setAutoCreateAddress(true)
                .setConfigurationManaged(false)
                .setTemporary(false)
                .setTransient(false)
                .setInternal(false);
    }

    /**
     * What would remove messages, keep them out or hinder their removal is switched off. The filter is left alone: it
     * decides on what clients send, and what is followed comes past it. One that is changed later is not what the broker
     * answers to a durable subscriber, who takes the queue for another subscription then, and deletes it.
     */
    private static QueueConfiguration withoutEffect(QueueConfiguration settings) {
        return settings.setMaxConsumers(Queue.MAX_CONSUMERS_UNLIMITED)
                .setPurgeOnNoConsumers(false)
                .setRingSize(NO_RING)
                .setNonDestructive(false)
                .setEnabled(true);
    }

    /** Keeps all settings of a queue that is to become a replica from acting on what it will follow. */
    static void suspendAll(ActiveMQServer server, Queue queue) {
        update(server, withoutEffect(QueueConfiguration.of(queue.getName())));
    }

    /** Keeps the settings that a replica queue was given since from acting on what it follows. */
    static void suspend(ActiveMQServer server, Queue queue) {
        // Of the messages in pages a queue finds those only that its filter lets through: one that the configuration of
        // this
        // broker declares may be another than that of the original.
        boolean keepsFilter = queue.getFilter() != null && !queue.isConfigurationManaged();
        update(
                server,
                withoutEffect(QueueConfiguration.of(queue.getName())
                        .setFilterString(keepsFilter ? queue.getFilter().getFilterString() : null)));
    }

    private static void update(ActiveMQServer server, QueueConfiguration queue) {
        try {
            server.updateQueue(queue);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the settings of queue " + queue.getName() + " could not be suspended: " + e.getMessage(), e);
        }
    }

    /** Whether no setting acts, the filter aside; cheap. */
    static boolean areSuspended(Queue queue) {
        return queue.getRingSize() == NO_RING
                && queue.getMaxConsumers() == Queue.MAX_CONSUMERS_UNLIMITED
                && !queue.isPurgeOnNoConsumers()
                && !queue.isNonDestructive()
                && queue.isEnabled();
    }

    /**
     * What keeps a queue from becoming like the original: what it was created with and can never be changed.
     *
     * @param settings the original's, in the broker's JSON form
     * @return the end of a sentence that begins with the queue, or empty if nothing does
     */
    static Optional<String> obstacle(String settings, Queue queue) {
        QueueConfiguration original = QueueConfiguration.fromJSON(settings);
        QueueConfiguration own = queue.getQueueConfiguration();
        if (isLastValue(original) != isLastValue(own)) {
            return Optional.of(
                    isLastValue(own)
                            ? "is a last-value queue and its original is not"
                            : "is no last-value queue, as its original is");
        }
        if (!Objects.equals(original.getLastValueKey(), own.getLastValueKey())) {
            return Optional.of("tells values apart by " + key(own) + ", its original by " + key(original));
        }
        if (original.getRoutingType() != own.getRoutingType()) {
            return Optional.of("is " + own.getRoutingType() + " and its original " + original.getRoutingType());
        }
        if (isTrue(original.isDurable()) != isTrue(own.isDurable())) {
            return Optional.of(
                    isTrue(own.isDurable())
                            ? "is durable and its original is not"
                            : "is not durable, as its original is");
        }
        if (isTrue(own.isTemporary())) {
            return Optional.of("is temporary");
        }
        if (queue.isAutoDelete()) {
            return Optional.of("would be deleted when its last consumer goes (auto-delete)");
        }
        return Optional.empty();
    }

    private static boolean isLastValue(QueueConfiguration settings) {
        return isTrue(settings.isLastValue()) || settings.getLastValueKey() != null;
    }

    private static String key(QueueConfiguration settings) {
        return settings.getLastValueKey() == null ? "the standard property" : "property " + settings.getLastValueKey();
    }

    private static boolean isTrue(Boolean setting) {
        return Boolean.TRUE.equals(setting);
    }

    /** The queue's settings as they are now, in the broker's JSON form, to be applied again. */
    static String current(Queue queue) {
        Filter filter = queue.getFilter();
        // The broker notes a filter that is changed later on the queue alone.
        return queue.getQueueConfiguration()
                .setFilterString(filter == null ? null : filter.getFilterString())
                .toJSON();
    }

    /** Gives the queue the settings of its original. It is never deleted automatically, whatever the original was. */
    static void apply(ActiveMQServer server, Queue queue, String settings) throws Exception {
        QueueConfiguration original = QueueConfiguration.fromJSON(settings);
        server.updateQueue(QueueConfiguration.of(queue.getName())
                .setFilterString(original.getFilterString())
                .setMaxConsumers(original.getMaxConsumers())
                .setPurgeOnNoConsumers(original.isPurgeOnNoConsumers())
                .setEnabled(original.isEnabled())
                .setExclusive(original.isExclusive())
                .setGroupRebalance(original.isGroupRebalance())
                .setGroupRebalancePauseDispatch(original.isGroupRebalancePauseDispatch())
                .setGroupBuckets(original.getGroupBuckets())
                .setGroupFirstKey(original.getGroupFirstKey())
                .setNonDestructive(original.isNonDestructive())
                .setConsumersBeforeDispatch(original.getConsumersBeforeDispatch())
                .setDelayBeforeDispatch(original.getDelayBeforeDispatch())
                .setRingSize(original.getRingSize()));
    }

    /** Whether the queue's address has a wildcard, so that its messages were sent to others. */
    static boolean takesManyAddresses(ActiveMQServer server, Queue queue) {
        return new AddressImpl(queue.getAddress(), server.getConfiguration().getWildcardConfiguration())
                .containsWildCard();
    }
}
