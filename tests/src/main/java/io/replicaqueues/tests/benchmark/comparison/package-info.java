// SPDX-License-Identifier: Apache-2.0
/**
 * What replication costs and how fast it is, next to a broker that replicates nothing and to the broker's own mirror: real
 * broker processes, the load from a process of its own.
 */
package io.replicaqueues.tests.benchmark.comparison;
