// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.OriginalConnections;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.RoutingContext;

/**
 * What every replica of this broker shares.
 *
 * @param server the replica broker
 * @param connections to original brokers
 * @param definitions where definitions are kept
 * @param guard that protects the replica queues
 * @param credentials user and masks for addresses
 * @param settings limits
 * @param routes shown every message before it is added to a replica queue, for replicas that follow it in turn
 * @param events told of what happens to the replicas
 */
record ReplicaEnvironment(
        ActiveMQServer server,
        OriginalConnections connections,
        DefinitionStore definitions,
        ReplicaGuard guard,
        Credentials credentials,
        ReplicaSettings settings,
        BiConsumer<Message, RoutingContext> routes,
        ReplicaEvents events) {}
