// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

/**
 * How this broker serves the replicas of its queues.
 *
 * @param maxPendingChanges additions one replica may be behind before it is served by another catch-up
 * @param maxPendingBytes memory that their messages may take before it is
 * @param frameSize bytes from which a frame is closed and sent
 * @param window frames that may be on their way to one replica without a confirmation
 * @param heartbeatMillis longest time between two frames to a replica that keeps up
 * @param syncTimeoutMillis how long a producer waits at most for a synchronous replica
 */
public record FeedSettings(
        int maxPendingChanges,
        long maxPendingBytes,
        int frameSize,
        int window,
        long heartbeatMillis,
        long syncTimeoutMillis) {}
