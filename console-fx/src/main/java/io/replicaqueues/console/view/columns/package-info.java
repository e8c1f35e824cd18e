// SPDX-License-Identifier: Apache-2.0
/** Which columns of a table are shown, where, how wide, and what sorts it. */
package io.replicaqueues.console.view.columns;
