// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Measures the catch-ups of one replica from what its broker says again and again. For one thread. */
final class CatchUpMeter {

    /** The rate is of so long: shorter jumps about, longer does not follow. */
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(15);

    private static final double NANOS = 1e9;

    private final Deque<Point> window = new ArrayDeque<>();
    private boolean isSeenBefore;
    private boolean isUnderWay;
    private long total;

    private record Point(long nanos, long remaining) {}

    /** Takes a reading. Returns how the catch-up goes, if one is under way. */
    Optional<CatchUp> read(ReplicaReading reading, long nanos) {
        boolean isCatchingUp = reading.state() == ReplicaState.CATCHING_UP;
        // One that was under way before the console looked began at an unknown number: the whole queue is the best
        // guess.
        long before = isSeenBefore ? 0 : reading.originalDepth();
        isSeenBefore = true;
        if (!isCatchingUp) {
            end();
            return Optional.empty();
        }
        long remaining = reading.catchUpRemaining();
        if (!isUnderWay && remaining == 0) {
            return Optional.of(CatchUp.COMPARING);
        }
        if (!isUnderWay || remaining > window.getLast().remaining()) {
            // More than before is to come: another one has begun.
            end();
            isUnderWay = true;
            total = Math.max(before, remaining);
        }
        window.add(new Point(nanos, remaining));
        // Two always stay, however far apart they are.
        while (window.size() > 2 && nanos - window.getFirst().nanos() > WINDOW) {
            window.removeFirst();
        }
        return Optional.of(new CatchUp(remaining, total, rate()));
    }

    private void end() {
        window.clear();
        isUnderWay = false;
        total = 0;
    }

    private double rate() {
        Point first = window.getFirst();
        Point last = window.getLast();
        long nanos = last.nanos() - first.nanos();
        return nanos <= 0 ? Double.NaN : (first.remaining() - last.remaining()) * NANOS / nanos;
    }
}
