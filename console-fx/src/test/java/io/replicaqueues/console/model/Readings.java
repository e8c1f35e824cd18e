// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Instant;
import java.util.Optional;

/** Builds what a broker says of a replica, as a test wants it. For one thread. */
public final class Readings {

    private final String queue;
    private final ReplicaState state;
    private Instant stateSince = Instant.EPOCH;
    private boolean inParity;
    private Instant lastParity;
    private long lag;
    private long originalDepth;
    private long replicaDepth;
    private long remaining;
    private long added = 12;
    private String error = "";
    private Instant errorTime;

    private Readings(String queue, ReplicaState state) {
        this.queue = queue;
        this.state = state;
    }

    public static Readings of(String queue, ReplicaState state) {
        return new Readings(queue, state);
    }

    public Readings since(Instant value) {
        stateSince = value;
        return this;
    }

    /** In parity, proved then. */
    public Readings parity(Instant value) {
        inParity = true;
        lastParity = value;
        return this;
    }

    public Readings lag(long value) {
        lag = value;
        return this;
    }

    public Readings depths(long original, long replica) {
        originalDepth = original;
        replicaDepth = replica;
        return this;
    }

    public Readings remaining(long value) {
        remaining = value;
        return this;
    }

    public Readings added(long value) {
        added = value;
        return this;
    }

    public Readings error(String text, Instant time) {
        error = text;
        errorTime = time;
        return this;
    }

    public ReplicaReading reading() {
        return new ReplicaReading(
                queue,
                "node1:5672",
                queue,
                "id",
                "async",
                state,
                Optional.of(stateSince),
                Optional.empty(),
                inParity,
                Optional.ofNullable(lastParity),
                lag,
                originalDepth,
                replicaDepth,
                remaining,
                error,
                Optional.ofNullable(errorTime),
                added,
                3,
                1_234_567,
                1,
                0);
    }
}
