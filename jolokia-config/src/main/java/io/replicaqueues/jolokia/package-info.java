// SPDX-License-Identifier: Apache-2.0
/** Access over HTTP: the policies and the endpoint of the embedded default. */
package io.replicaqueues.jolokia;
