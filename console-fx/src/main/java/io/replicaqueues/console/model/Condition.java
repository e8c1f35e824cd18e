// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.ReplicaReading;

/** What a person is told about a replica at a glance, the best first. The later one is the worse. */
public enum Condition {
    /** Live, and the same messages as the original. */
    IN_PARITY(Tone.GOOD),
    /** Being brought to the original's present content. */
    CATCHING_UP(Tone.BUSY),
    /** Live, but behind the original. */
    LAGGING(Tone.WARNING),
    /** Paused by a person. */
    STOPPED(Tone.IDLE),
    /** Last heard of too long ago. */
    STALE(Tone.DOUBT),
    /** Whether it follows is not known. */
    UNKNOWN(Tone.DOUBT),
    /** Without a link to its original. */
    CONNECTING(Tone.WARNING),
    /** Needs a person. */
    FAILED(Tone.BAD),
    /** Replication ended. */
    DISCONNECTED(Tone.IDLE),
    /** The broker has no such replica any more. */
    GONE(Tone.IDLE);

    /** Lag from which a replica that is in parity counts as behind, in milliseconds. */
    public static final long LAG_THAT_COUNTS = 5_000;

    /** What a condition feels like: decides its colour. */
    public enum Tone {
        GOOD,
        BUSY,
        IDLE,
        WARNING,
        DOUBT,
        BAD
    }

    private final Tone tone;

    Condition(Tone tone) {
        this.tone = tone;
    }

    /** What it feels like. */
    public Tone tone() {
        return tone;
    }

    /** The condition of a replica that was read. */
    static Condition of(ReplicaReading reading, Freshness freshness) {
        return switch (freshness) {
            case UNKNOWN -> UNKNOWN;
            case GONE -> GONE;
            case STALE -> STALE;
            case FRESH -> of(reading);
        };
    }

    private static Condition of(ReplicaReading reading) {
        return switch (reading.state()) {
            case STOPPED -> STOPPED;
            case CONNECTING -> CONNECTING;
            case CATCHING_UP -> CATCHING_UP;
            case LIVE -> reading.inParity() && reading.lagMillis() < LAG_THAT_COUNTS ? IN_PARITY : LAGGING;
            case FAILED -> FAILED;
            case DISCONNECTED -> DISCONNECTED;
        };
    }
}
