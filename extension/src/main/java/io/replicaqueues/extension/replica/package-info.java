// SPDX-License-Identifier: Apache-2.0
/** What the replica broker does: follower, index, guard and definitions. */
package io.replicaqueues.extension.replica;
