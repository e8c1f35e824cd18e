// SPDX-License-Identifier: Apache-2.0
/** The messages of an original and its replica side by side, or of any one queue: to look at, verify and export. */
package io.replicaqueues.console.view.messages;
