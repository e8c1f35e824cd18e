// SPDX-License-Identifier: Apache-2.0
/** Every kind of message and of queue: followed by catch-up, live and over a reconnection, compared by content. */
package io.replicaqueues.tests.kinds;
