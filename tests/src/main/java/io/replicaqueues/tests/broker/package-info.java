// SPDX-License-Identifier: Apache-2.0
/** Brokers, messages and queue contents: the fixtures the system tests, the benchmark and the demo share. */
package io.replicaqueues.tests.broker;
