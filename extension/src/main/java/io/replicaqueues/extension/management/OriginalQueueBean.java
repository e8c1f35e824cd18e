// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.replicaqueues.extension.original.FollowerStatus;
import io.replicaqueues.extension.original.OriginalBroker;
import io.replicaqueues.mbeans.OriginalQueueMXBean;
import io.replicaqueues.mbeans.OriginalReplica;
import io.replicaqueues.mbeans.ReplicaState;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/** Shows one followed queue to JMX clients; attributes are read from memory, on any thread. */
final class OriginalQueueBean implements OriginalQueueMXBean {

    private final ActiveMQServer server;
    private final OriginalBroker original;
    private final String queue;

    OriginalQueueBean(ActiveMQServer server, OriginalBroker original, String queue) {
        this.server = server;
        this.original = original;
        this.queue = queue;
    }

    @Override
    public String getQueue() {
        return queue;
    }

    @Override
    public long getDepth() {
        Queue present = server.locateQueue(queue);
        return present == null ? 0 : present.getMessageCount();
    }

    @Override
    public OriginalReplica[] getReplicas() {
        return original.followers(queue).stream()
                .map(OriginalQueueBean::replica)
                .toArray(OriginalReplica[]::new);
    }

    private static OriginalReplica replica(FollowerStatus status) {
        return new OriginalReplica(
                status.nodeId(),
                status.remoteAddress(),
                status.since().toString(),
                state(status.state()),
                status.changesPending(),
                status.changesUnconfirmed(),
                status.bytesSent());
    }

    private static ReplicaState state(FollowerStatus.State state) {
        return switch (state) {
            case OPENED -> ReplicaState.CONNECTING;
            case CATCHING_UP -> ReplicaState.CATCHING_UP;
            case LIVE -> ReplicaState.LIVE;
            case ENDED -> ReplicaState.DISCONNECTED;
        };
    }
}
