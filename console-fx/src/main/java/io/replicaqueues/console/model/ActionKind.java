// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

/** What a person can let a broker do, for the list of what was done. */
public enum ActionKind {
    CREATE,
    TEST,
    START,
    STOP,
    VERIFY,
    DISCONNECT
}
