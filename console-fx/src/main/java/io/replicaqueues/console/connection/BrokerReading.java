// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.util.List;

/**
 * What a broker says of replication at one moment. Immutable.
 *
 * @param broker name of the broker
 * @param nodeId its node id; empty without the extension
 * @param version of the extension; empty if the broker has none, or does not know it
 * @param replicationEnabled whether replicas may be started there
 * @param originals names of the queues that replicas elsewhere follow
 * @param replicas the replicas on this broker
 */
public record BrokerReading(
        String broker,
        String nodeId,
        String version,
        boolean replicationEnabled,
        List<String> originals,
        List<ReplicaReading> replicas) {

    /** Whether the broker has the extension. Without it there is nothing but queues to look at. */
    public boolean hasExtension() {
        return !nodeId.isEmpty();
    }
}
