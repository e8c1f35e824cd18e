// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

/**
 * What every scenario measures with. For one thread.
 *
 * @param client makes the load
 * @param clock reads the brokers' processor time
 */
record Instruments(LoadProcess client, CpuClock clock) {}
