// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.OriginalConnections;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * What every replica of this broker shares.
 *
 * @param server the replica broker
 * @param connections to original brokers
 * @param definitions where definitions are kept
 * @param guard that protects the replica queues
 * @param credentials user and masks for addresses
 * @param settings limits
 * @param events told of what happens to the replicas
 */
record ReplicaEnvironment(
        ActiveMQServer server,
        OriginalConnections connections,
        DefinitionStore definitions,
        ReplicaGuard guard,
        Credentials credentials,
        ReplicaSettings settings,
        ReplicaEvents events) {}
