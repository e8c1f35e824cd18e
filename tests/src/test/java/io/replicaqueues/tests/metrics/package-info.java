// SPDX-License-Identifier: Apache-2.0
/** The figures for the metrics plugin of a broker. */
package io.replicaqueues.tests.metrics;
