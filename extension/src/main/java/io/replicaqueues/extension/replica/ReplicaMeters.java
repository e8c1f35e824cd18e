// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.replica.ReplicaDefinition.Counters;
import io.replicaqueues.extension.wire.FeedPosition;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a replica shows of itself. Written on the replica's executor, read by any thread at any time without waiting.
 */
public final class ReplicaMeters {

    private static final long NEVER = Long.MIN_VALUE;

    private final AtomicLong added = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong repairs = new AtomicLong();

    private volatile Instant connectedSince;
    private volatile Instant lastParity;
    private volatile Instant lastErrorTime;
    private volatile String lastError = "";
    private volatile boolean inParity;
    private volatile long originalDepth = -1;
    private volatile long catchUpRemaining;
    /** {@link System#nanoTime()} at which everything the original had was applied, as far as is known. */
    private volatile long currentAsOfNanos = NEVER;

    private volatile boolean current;

    ReplicaMeters(Counters since) {
        added.set(since.added());
        removed.set(since.removed());
        bytes.set(since.bytes());
        reconnects.set(since.reconnects());
        repairs.set(since.repairs());
    }

    Counters counters() {
        return new Counters(added.get(), removed.get(), bytes.get(), reconnects.get(), repairs.get());
    }

    void countAdded() {
        added.incrementAndGet();
    }

    void countRemoved() {
        removed.incrementAndGet();
    }

    void countReconnect() {
        reconnects.incrementAndGet();
    }

    void countRepair() {
        repairs.incrementAndGet();
    }

    /** Additions and removals so far. */
    long changes() {
        return added.get() + removed.get();
    }

    /** A frame has arrived; what it carries is not applied yet. */
    void received(int size, FeedPosition position, long arrivedNanos) {
        bytes.addAndGet(size);
        originalDepth = position.originalDepth();
        catchUpRemaining = position.catchUpRemaining();
        if (current && position.ageMillis() > 0) {
            current = false;
            currentAsOfNanos = arrivedNanos - position.ageMillis() * 1_000_000;
        }
    }

    /** Changes of that frame have been applied, and are not in the journal yet. */
    void applied(FeedPosition position, long arrivedNanos) {
        if (current) {
            current = false;
            currentAsOfNanos = arrivedNanos - position.ageMillis() * 1_000_000;
        }
    }

    /** A frame is in the journal. */
    void stored(FeedPosition position, long arrivedNanos, boolean lastReceived) {
        if (!position.catchingUp() && position.pending() == 0) {
            currentAsOfNanos = arrivedNanos;
            current = lastReceived;
        }
    }

    void connected() {
        connectedSince = Instant.now();
    }

    void linkLost() {
        connectedSince = null;
        originalDepth = -1;
        catchUpRemaining = 0;
        current = false;
    }

    /** Nothing has been heard of the original since then. */
    void silent(long sinceNanos) {
        if (current) {
            current = false;
            currentAsOfNanos = sinceNanos;
        }
    }

    /** Returns whether that is a change. */
    boolean parity(boolean proved) {
        boolean before = inParity;
        if (proved) {
            lastParity = Instant.now();
        }
        inParity = proved;
        return before != proved;
    }

    void error(String text) {
        lastError = text;
        lastErrorTime = Instant.now();
    }

    public boolean inParity() {
        return inParity;
    }

    /** Messages in the original queue; -1 while unknown. */
    public long originalDepth() {
        return originalDepth;
    }

    public long catchUpRemaining() {
        return catchUpRemaining;
    }

    /** Milliseconds; 0 when current, -1 if it never was. */
    public long lagMillis() {
        if (current) {
            return 0;
        }
        long asOf = currentAsOfNanos;
        return asOf == NEVER ? -1 : Math.max(0, (System.nanoTime() - asOf) / 1_000_000);
    }

    public long added() {
        return added.get();
    }

    public long removed() {
        return removed.get();
    }

    public long bytes() {
        return bytes.get();
    }

    public long reconnects() {
        return reconnects.get();
    }

    public long repairs() {
        return repairs.get();
    }

    /** Null while the link is down. */
    public Instant connectedSince() {
        return connectedSince;
    }

    /** Null if there never was parity. */
    public Instant lastParity() {
        return lastParity;
    }

    /** Null if there was no error. */
    public Instant lastErrorTime() {
        return lastErrorTime;
    }

    /** Empty if there was no error. */
    public String lastError() {
        return lastError;
    }
}
