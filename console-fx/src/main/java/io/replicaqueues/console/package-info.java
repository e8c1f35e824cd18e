// SPDX-License-Identifier: Apache-2.0
/** The desktop console: the door, and what holds the screens together. */
package io.replicaqueues.console;
