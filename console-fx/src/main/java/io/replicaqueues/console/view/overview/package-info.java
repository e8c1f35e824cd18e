// SPDX-License-Identifier: Apache-2.0
/** The first screen: all replicas of all brokers in one table, and how they are together. */
package io.replicaqueues.console.view.overview;
