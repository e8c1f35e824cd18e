// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The removals that one replica has still to be told of, and how far it has been told; for one thread at a time. */
final class PendingRemovals {

    private Roaring64Bitmap ids = new Roaring64Bitmap();
    private long oldestNanos;
    /** Counts up when there is more to be told. */
    private long known;

    private long taken;

    void add(long id) {
        if (ids.isEmpty()) {
            oldestNanos = System.nanoTime();
        }
        ids.addLong(id);
        known++;
    }

    /** Adds what a catch-up removes. */
    void addAll(Roaring64Bitmap more) {
        ids.or(more);
        oldestNanos = System.nanoTime();
        known++;
    }

    /** Takes up to {@code max} of them. */
    Roaring64Bitmap take(int max) {
        if (ids.getLongCardinality() <= max) {
            Roaring64Bitmap all = ids;
            clear();
            taken = known;
            return all;
        }
        Roaring64Bitmap some = new Roaring64Bitmap();
        LongIterator first = ids.getLongIterator();
        for (int i = 0; i < max; i++) {
            some.addLong(first.next());
        }
        ids.andNot(some);
        return some;
    }

    /** Forgets one that is not to be told any more. */
    void remove(long id) {
        ids.removeLong(id);
    }

    void clear() {
        ids = new Roaring64Bitmap();
    }

    boolean contains(long id) {
        return ids.contains(id);
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    long size() {
        return ids.getLongCardinality();
    }

    LongIterator iterator() {
        return ids.getLongIterator();
    }

    /** {@link System#nanoTime()} of the oldest; 0 if there is none. */
    long oldestNanos() {
        return ids.isEmpty() ? 0 : oldestNanos;
    }

    /** How much has been to be told so far. */
    long known() {
        return known;
    }

    /** Whether everything has been taken that had been known when {@link #known} was this. */
    boolean hasTaken(long knownThen) {
        return taken >= knownThen;
    }
}
