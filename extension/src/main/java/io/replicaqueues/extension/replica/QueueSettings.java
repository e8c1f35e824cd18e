// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
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
        return original.setId(null)
                .setName(SimpleString.of(name))
                .setAddress(address)
                .setUser((SimpleString) null)
                .setMaxConsumers(Queue.MAX_CONSUMERS_UNLIMITED)
                .setPurgeOnNoConsumers(false)
                .setRingSize(NO_RING)
                .setAutoDelete(false)
                .setAutoCreated(false)
                .setAutoCreateAddress(true)
                .setConfigurationManaged(false)
                .setTemporary(false)
                .setTransient(false)
                .setInternal(false)
                .setEnabled(true);
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
}
