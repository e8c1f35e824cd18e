// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

/**
 * What came of a replica broker's attempt to speak with an original broker. Immutable.
 *
 * @param result how far it came
 * @param text what the broker said, one line
 */
public record OriginalProbe(Result result, String text) {

    /** How far it came. */
    public enum Result {
        /** It was let in, and everything but the queue itself fits. */
        ADMITTED,
        /** It was let in, but whether the user may browse the queues is seen only when one is followed. */
        LOGGED_IN
    }
}
