// SPDX-License-Identifier: Apache-2.0
/** The tree of brokers, their addresses and their queues. */
package io.replicaqueues.console.view.tree;
