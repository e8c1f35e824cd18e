// SPDX-License-Identifier: Apache-2.0
/** Writing down a broker and connecting to it. */
package io.replicaqueues.console.view.connect;
