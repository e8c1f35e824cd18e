// SPDX-License-Identifier: Apache-2.0
/** What the console remembers: brokers, passwords only encrypted, what was done, and how its windows were. */
package io.replicaqueues.console.settings;
