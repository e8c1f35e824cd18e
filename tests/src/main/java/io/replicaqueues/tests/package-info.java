// SPDX-License-Identifier: Apache-2.0
/** System tests, faults, the benchmark and the demo. */
package io.replicaqueues.tests;
