// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import javax.management.ConstructorParameters;

/** The outcome of comparing a replica's full content with its original's. Immutable. */
public final class VerifyReport {

    private final long originalCount;
    private final long replicaCount;
    private final long missing;
    private final long unexpected;
    private final boolean equal;
    private final String detail;

    /**
     * Makes a report.
     *
     * @param originalCount messages in the original queue
     * @param replicaCount messages in the replica queue
     * @param missing messages the original has and the replica has not
     * @param unexpected messages the replica has and the original has not
     * @param equal whether the replica holds the original's messages and no others
     * @param detail one sentence for the operator, naming the first message ids that differ
     */
    @ConstructorParameters({"originalCount", "replicaCount", "missing", "unexpected", "equal", "detail"})
    public VerifyReport(
            long originalCount, long replicaCount, long missing, long unexpected, boolean equal, String detail) {
        this.originalCount = originalCount;
        this.replicaCount = replicaCount;
        this.missing = missing;
        this.unexpected = unexpected;
        this.equal = equal;
        this.detail = detail;
    }

    /** {@return messages in the original queue} */
    public long getOriginalCount() {
        return originalCount;
    }

    /** {@return messages in the replica queue} */
    public long getReplicaCount() {
        return replicaCount;
    }

    /** {@return messages the original has and the replica has not} */
    public long getMissing() {
        return missing;
    }

    /** {@return messages the replica has and the original has not} */
    public long getUnexpected() {
        return unexpected;
    }

    /** {@return whether the replica holds the original's messages and no others} */
    public boolean isEqual() {
        return equal;
    }

    /** {@return one sentence for the operator, naming the first message ids that differ} */
    public String getDetail() {
        return detail;
    }

    @Override
    public String toString() {
        return detail;
    }
}
