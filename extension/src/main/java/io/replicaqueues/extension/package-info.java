// SPDX-License-Identifier: Apache-2.0
/** The door to the extension: what the broker calls, and nothing else. */
package io.replicaqueues.extension;
