// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.replicaqueues.extension.replica.ReplicaMeters;
import io.replicaqueues.extension.replica.ReplicaQueue;
import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import java.time.Instant;

/** Shows one replica to JMX clients; attributes are read from memory, on any thread. */
final class ReplicaQueueBean implements ReplicaQueueMXBean {

    private static final long UNKNOWN = -1;

    private final ReplicaQueue replica;
    private final ReplicaMeters meters;
    private final Audit audit;

    ReplicaQueueBean(ReplicaQueue replica, String broker) {
        this.replica = replica;
        this.meters = replica.meters();
        this.audit = new Audit("replica queue " + replica.queueName() + " of broker " + broker);
    }

    @Override
    public String getQueue() {
        return replica.queueName();
    }

    @Override
    public String getOriginal() {
        return replica.originalText();
    }

    @Override
    public String getOriginalQueue() {
        return replica.originalQueue();
    }

    @Override
    public String getOriginalNodeId() {
        return replica.originalNodeId();
    }

    @Override
    public String getAcknowledgement() {
        return replica.acknowledgement();
    }

    @Override
    public ReplicaState getState() {
        return replica.state();
    }

    @Override
    public String getStateSince() {
        return text(replica.stateSince());
    }

    @Override
    public String getConnectedSince() {
        return text(meters.connectedSince());
    }

    @Override
    public String getLastParityTime() {
        return text(meters.lastParity());
    }

    @Override
    public String getLastErrorTime() {
        return text(meters.lastErrorTime());
    }

    @Override
    public String getLastError() {
        return meters.lastError();
    }

    @Override
    public long getOriginalDepth() {
        return meters.originalDepth();
    }

    @Override
    public long getReplicaDepth() {
        return replica.depth();
    }

    @Override
    public long getDepthDifference() {
        long originalDepth = meters.originalDepth();
        return originalDepth == UNKNOWN ? UNKNOWN : originalDepth - replica.depth();
    }

    @Override
    public boolean isInParity() {
        return meters.inParity();
    }

    @Override
    public long getLagMillis() {
        return meters.lagMillis();
    }

    @Override
    public long getMessagesAdded() {
        return meters.added();
    }

    @Override
    public long getMessagesRemoved() {
        return meters.removed();
    }

    @Override
    public long getBytesReceived() {
        return meters.bytes();
    }

    @Override
    public long getReconnects() {
        return meters.reconnects();
    }

    @Override
    public long getRepairs() {
        return meters.repairs();
    }

    @Override
    public long getCatchUpRemaining() {
        return meters.catchUpRemaining();
    }

    @Override
    public void start() {
        audit.run("start", replica::start);
    }

    @Override
    public void stop() {
        audit.run("stop", replica::stop);
    }

    @Override
    public DisconnectReport disconnect() {
        return audit.call("disconnect", replica::disconnect);
    }

    @Override
    public VerifyReport verify() {
        return audit.call("verify", replica::verify);
    }

    private static String text(Instant instant) {
        return instant == null ? "" : instant.toString();
    }
}
