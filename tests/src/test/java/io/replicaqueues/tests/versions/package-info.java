// SPDX-License-Identifier: Apache-2.0
/** Other versions of the broker, of the protocol and of what is stored, and how the extension gets into an instance. */
package io.replicaqueues.tests.versions;
