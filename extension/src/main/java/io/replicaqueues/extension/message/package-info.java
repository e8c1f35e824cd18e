// SPDX-License-Identifier: Apache-2.0
/** The broker's messages: their persistent encoding, identity and digest. */
package io.replicaqueues.extension.message;
