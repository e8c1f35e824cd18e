// SPDX-License-Identifier: Apache-2.0
/** What travels: frames, handshake and id sets. Knows neither broker nor network. */
package io.replicaqueues.extension.wire;
