// SPDX-License-Identifier: Apache-2.0
/** Faults of networks and brokers, made on purpose, and loads that know afterwards what must be there. */
package io.replicaqueues.tests.fault;
