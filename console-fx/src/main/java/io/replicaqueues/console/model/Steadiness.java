// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Tells of changes that last, once each; and of something that changes back and forth only that it does. For the thread
 * that owns the models.
 *
 * @param <T> what changes
 */
final class Steadiness<T> {

    /** How long a change must last to be told. */
    static final Duration TO_LAST = Duration.ofSeconds(3);

    /** How long something unsteady must stay the same to count as steady again. */
    static final Duration TO_CALM_DOWN = Duration.ofSeconds(20);

    /** So many changes in {@link #WINDOW} make it unsteady. */
    static final int MANY = 6;

    static final Duration WINDOW = Duration.ofSeconds(60);

    private final Deque<Long> changes = new ArrayDeque<>();
    private T told;
    private T seen;
    private long seenSince;
    private boolean unsteady;

    /**
     * Something to tell. Immutable.
     *
     * @param before what was told before
     * @param now what it is now
     * @param isUnsteady whether it changes back and forth, and {@code now} is but the latest
     */
    record Change<T>(T before, T now, boolean isUnsteady) {}

    /**
     * Something that is known.
     *
     * @param first what it is, which need not be told
     */
    Steadiness(T first, long nanos) {
        told = first;
        seen = first;
        seenSince = nanos;
    }

    /**
     * Looks at it.
     *
     * @param now what it is
     * @param isFinal whether it will not change by itself, and is told at once
     * @param nanos when, of {@link System#nanoTime()}
     * @return what to tell
     */
    Optional<Change<T>> see(T now, boolean isFinal, long nanos) {
        if (!now.equals(seen)) {
            seen = now;
            seenSince = nanos;
            changes.add(nanos);
        }
        while (!changes.isEmpty() && nanos - changes.peek() > WINDOW.toNanos()) {
            changes.remove();
        }
        boolean isNew = !seen.equals(told);
        if (isFinal) {
            return isNew ? tell(false) : Optional.empty();
        }
        if (!unsteady && changes.size() >= MANY) {
            return tell(true);
        }
        Duration patience = unsteady ? TO_CALM_DOWN : TO_LAST;
        boolean lasts = nanos - seenSince >= patience.toNanos();
        return lasts && (isNew || unsteady) ? tell(false) : Optional.empty();
    }

    private Optional<Change<T>> tell(boolean isUnsteady) {
        Change<T> change = new Change<>(told, seen, isUnsteady);
        told = seen;
        if (!isUnsteady) {
            changes.clear();
        }
        unsteady = isUnsteady;
        return Optional.of(change);
    }
}
