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

    /** {@return node id of the replica broker} */
    public String getNodeId() {
        return nodeId;
    }

    /** {@return where the replica broker connects from} */
    public String getRemoteAddress() {
        return remoteAddress;
    }

    /** {@return when this feed began: ISO-8601 instant, UTC} */
    public String getSince() {
        return since;
    }

    /** {@return what the feed is doing} */
    public ReplicaState getState() {
        return state;
    }

    /** {@return changes not sent yet} */
    public long getChangesPending() {
        return changesPending;
    }

    /** {@return changes sent and not confirmed yet} */
    public long getChangesUnconfirmed() {
        return changesUnconfirmed;
    }

    /** {@return bytes sent since the feed began} */
    public long getBytesSent() {
        return bytesSent;
    }
}
