// SPDX-License-Identifier: Apache-2.0
/** The console against real brokers. */
package io.replicaqueues.tests.console;
