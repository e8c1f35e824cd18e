// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

/** Ways to look at a message. */
enum BodyView {
    /** Headers and properties. */
    PROPERTIES,
    TEXT,
    /** A text laid out as JSON. */
    JSON,
    HEX
}
