// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import javax.management.ConstructorParameters;

/** One replica as the broker of its original sees it. Immutable. */
public final class OriginalReplica {

    private final String nodeId;
    private final String remoteAddress;
    private final String since;
    private final ReplicaState state;
    private final long changesPending;
    private final long changesUnconfirmed;
    private final long bytesSent;

    /**
     * Makes a description.
     *
     * @param nodeId node id of the replica broker
     * @param remoteAddress where the replica broker connects from
     * @param since when this feed began: ISO-8601 instant, UTC
     * @param state what the feed is doing
     * @param changesPending changes not sent yet
     * @param changesUnconfirmed changes sent and not confirmed yet
     * @param bytesSent bytes sent since the feed began
     */
    @ConstructorParameters({
        "nodeId",
        "remoteAddress",
        "since",
        "state",
        "changesPending",
        "changesUnconfirmed",
        "bytesSent"
    })
    public OriginalReplica(
            String nodeId,
            String remoteAddress,
            String since,
            ReplicaState state,
            long changesPending,
            long changesUnconfirmed,
            long bytesSent) {
        this.nodeId = nodeId;
        this.remoteAddress = remoteAddress;
        this.since = since;
        this.state = state;
        this.changesPending = changesPending;
        this.changesUnconfirmed = changesUnconfirmed;
        this.bytesSent = bytesSent;
    }

    public String getNodeId() {
        return nodeId;
    }

    public String getRemoteAddress() {
        return remoteAddress;
    }

    public String getSince() {
        return since;
    }

    public ReplicaState getState() {
        return state;
    }

    public long getChangesPending() {
        return changesPending;
    }

    public long getChangesUnconfirmed() {
        return changesUnconfirmed;
    }

    public long getBytesSent() {
        return bytesSent;
    }
}
