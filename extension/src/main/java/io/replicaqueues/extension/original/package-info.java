// SPDX-License-Identifier: Apache-2.0
/** What the original broker does: hooks, change feed, catch-up and sessions. */
package io.replicaqueues.extension.original;
