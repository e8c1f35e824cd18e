// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

/**
 * Depths at one moment. Immutable.
 *
 * @param millis when, since the epoch, by this machine's clock
 * @param originalDepth messages in the original; -1 while unknown
 * @param replicaDepth messages in the replica; -1 while unknown, which is where the broker was not read
 * @param lagMillis lag; -1 while unknown
 */
public record Sample(long millis, long originalDepth, long replicaDepth, long lagMillis) {

    private static final long UNKNOWN = -1;

    /** A moment of which nothing is known: a gap in every line. */
    static Sample gap(long millis) {
        return new Sample(millis, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /** Whether {@link #difference} means something. */
    public boolean hasDifference() {
        return originalDepth >= 0 && replicaDepth >= 0;
    }

    /** Messages in the original minus messages in the replica, if both are known. */
    public long difference() {
        return originalDepth - replicaDepth;
    }
}
