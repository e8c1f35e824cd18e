// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

/**
 * Where a queue is on its broker. Immutable.
 *
 * @param address name of its address
 * @param queue name of the queue
 * @param routingType {@code ANYCAST} or {@code MULTICAST}
 */
public record QueueLocation(String address, String queue, String routingType) {}
