// SPDX-License-Identifier: Apache-2.0
/** How a person wants the console to be. */
package io.replicaqueues.console.view.preferences;
