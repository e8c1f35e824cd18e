// SPDX-License-Identifier: Apache-2.0
/** What the console remembers: brokers without their passwords, and how its windows were. */
package io.replicaqueues.console.settings;
