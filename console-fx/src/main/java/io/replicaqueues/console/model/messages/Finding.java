// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.model.Condition.Tone;

/** What is known of a message on the other side. None claims more than was read: the proof is a verification. */
public enum Finding {
    /** There is nothing to compare with. */
    ALONE(Tone.IDLE),
    /** On both sides, and alike as far as the brokers show them. */
    SAME(Tone.GOOD),
    /** On both sides, and different in something that is shown. */
    DIFFERENT(Tone.BAD),
    /** On the other side too, and alike, but on another page. */
    OTHER_PAGE(Tone.GOOD),
    /** Not on the other side when it was read, while changes may be on their way. */
    ON_ITS_WAY(Tone.BUSY),
    /** Not seen on the other side, which was not looked at completely or has messages that cannot be browsed. */
    UNCERTAIN(Tone.DOUBT),
    /** In the original, and not in the whole replica. */
    MISSING(Tone.BAD),
    /** In the replica, and not in the whole original. */
    UNEXPECTED(Tone.BAD);

    private final Tone tone;

    Finding(Tone tone) {
        this.tone = tone;
    }

    /** What it feels like. */
    public Tone tone() {
        return tone;
    }
}
