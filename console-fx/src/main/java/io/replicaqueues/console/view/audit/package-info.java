// SPDX-License-Identifier: Apache-2.0
/** The list of what was done to brokers: shown, exported, and kept over restarts. */
package io.replicaqueues.console.view.audit;
