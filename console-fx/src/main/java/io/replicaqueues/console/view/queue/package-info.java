// SPDX-License-Identifier: Apache-2.0
/** The page of one replica: its depths over time, everything its broker says of it, and what it went through. */
package io.replicaqueues.console.view.queue;
