// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

/** Decides what may be said of a message that the other side does not show. For one thread. */
final class Judgement {

    private final Circumstances circumstances;
    private final Absences absences;

    /**
     * A judgement of one reading.
     *
     * @param circumstances what the replica does
     * @param absences since when messages have been lacking
     */
    Judgement(Circumstances circumstances, Absences absences) {
        this.circumstances = circumstances;
        this.absences = absences;
    }

    /**
     * What is to be said.
     *
     * @param key of the message, the same in every reading
     * @param other what is known of the other queue
     * @param lacking what it is called if it is certain: {@code MISSING} or {@code UNEXPECTED}
     */
    Finding of(String key, Comparison.Whole other, Finding lacking) {
        if (!other.search().isConclusive() || other.hasHidden()) {
            return Finding.UNCERTAIN;
        }
        return switch (circumstances) {
            case FOLLOWS_CLOSELY -> absences.isLasting(key) ? lacking : Finding.ON_ITS_WAY;
            case FOLLOWS -> Finding.ON_ITS_WAY;
            case RESTS -> lacking;
            case UNKNOWN -> Finding.UNCERTAIN;
        };
    }
}
