// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

/**
 * Depths at one moment. Immutable.
 *
 * @param millis when, since the epoch, by this machine's clock
 * @param originalDepth messages in the original; -1 while unknown
 * @param replicaDepth messages in the replica
 * @param lagMillis lag; -1 while unknown
 */
public record Sample(long millis, long originalDepth, long replicaDepth, long lagMillis) {}
