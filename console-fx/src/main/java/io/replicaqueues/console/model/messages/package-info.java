// SPDX-License-Identifier: Apache-2.0
/** The messages of an original and its replica side by side, a page at a time, and what is known of each. */
package io.replicaqueues.console.model.messages;
