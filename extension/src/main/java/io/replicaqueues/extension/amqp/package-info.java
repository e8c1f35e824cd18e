// SPDX-License-Identifier: Apache-2.0

/**
 * How the replica broker reaches the original broker: an AMQP 1.0 client on Netty and Proton-J that moves byte payloads.
 *
 * <p>Calls go down only: {@link io.replicaqueues.extension.amqp.OriginalConnections} shares connections,
 * {@link io.replicaqueues.extension.amqp.AmqpConnection} and its links speak AMQP, the engine below them moves bytes.
 * Answers come back through futures and listeners on the connection's event loop.
 */
package io.replicaqueues.extension.amqp;
