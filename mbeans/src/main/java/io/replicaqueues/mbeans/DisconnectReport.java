// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import javax.management.ConstructorParameters;

/** How a replica stood at the moment it was disconnected. Immutable. */
public final class DisconnectReport {

    private final long originalDepth;
    private final long replicaDepth;
    private final boolean inParity;
    private final long lagMillis;
    private final String detail;

    /**
     * Makes a report.
     *
     * @param originalDepth messages in the original queue as last known, -1 if unknown
     * @param replicaDepth messages in the replica queue
     * @param inParity whether the content was proved equal at the last position of the feed
     * @param lagMillis lag in milliseconds, -1 if the replica never was current
     * @param detail one sentence for the operator
     */
    @ConstructorParameters({"originalDepth", "replicaDepth", "inParity", "lagMillis", "detail"})
    public DisconnectReport(long originalDepth, long replicaDepth, boolean inParity, long lagMillis, String detail) {
        this.originalDepth = originalDepth;
        this.replicaDepth = replicaDepth;
        this.inParity = inParity;
        this.lagMillis = lagMillis;
        this.detail = detail;
    }

    /** {@return messages in the original queue as last known, -1 if unknown} */
    public long getOriginalDepth() {
        return originalDepth;
    }

    /** {@return messages in the replica queue} */
    public long getReplicaDepth() {
        return replicaDepth;
    }

    /** {@return whether the content was proved equal at the last position of the feed} */
    public boolean isInParity() {
        return inParity;
    }

    /** {@return lag in milliseconds, -1 if the replica never was current} */
    public long getLagMillis() {
        return lagMillis;
    }

    /** {@return one sentence for the operator} */
    public String getDetail() {
        return detail;
    }

    @Override
    public String toString() {
        return detail;
    }
}
