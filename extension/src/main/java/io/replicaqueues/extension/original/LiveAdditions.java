// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Additions that happened while a replica followed and that it has still to be told of, in the order of their commits;
 * guarded by the lock of the {@link ChangeFeed} that owns it. Each keeps its message in memory, also one that its queue
 * has put into a page: therefore they are bounded by bytes as well as by number.
 */
final class LiveAdditions {

    private final LinkedHashMap<Long, PendingAddition> additions = new LinkedHashMap<>();
    private final int maxChanges;
    private final long maxBytes;
    /** Written under the lock, read by anyone: a producer's thread is not to wait for the lock to look at it. */
    private final AtomicLong bytes = new AtomicLong();

    LiveAdditions(int maxChanges, long maxBytes) {
        this.maxChanges = maxChanges;
        this.maxBytes = maxBytes;
    }

    /** Whether there is no room for one more. */
    boolean isFull() {
        return additions.size() >= maxChanges || bytes.get() >= maxBytes;
    }

    /** Of memory; needs no lock. */
    long bytes() {
        return bytes.get();
    }

    private void addBytes(long more) {
        bytes.lazySet(bytes.get() + more);
    }

    boolean contains(long id) {
        return additions.containsKey(id);
    }

    void put(PendingAddition addition) {
        addBytes(addition.memoryEstimate());
        PendingAddition before = additions.put(addition.id(), addition);
        if (before != null) {
            dropped(before);
        }
    }

    /** Drops an addition; returns whether it was there. */
    boolean remove(long id) {
        PendingAddition addition = additions.remove(id);
        if (addition == null) {
            return false;
        }
        dropped(addition);
        return true;
    }

    void removeIf(LongPredicate condition) {
        for (Iterator<PendingAddition> each = additions.values().iterator(); each.hasNext(); ) {
            PendingAddition addition = each.next();
            if (condition.test(addition.id())) {
                each.remove();
                dropped(addition);
            }
        }
    }

    private void dropped(PendingAddition addition) {
        addBytes(-addition.memoryEstimate());
        addition.release();
    }

    /** Takes the first, which the caller releases; null if there is none. */
    PendingAddition poll() {
        PendingAddition first = first();
        if (first != null) {
            additions.remove(first.id());
            addBytes(-first.memoryEstimate());
        }
        return first;
    }

    /** Null if there is none of this id. */
    PendingAddition get(long id) {
        return additions.get(id);
    }

    Iterable<PendingAddition> inOrder() {
        return additions.values();
    }

    /** The first, or null if there is none. */
    PendingAddition first() {
        Iterator<PendingAddition> each = additions.values().iterator();
        return each.hasNext() ? each.next() : null;
    }

    void clear() {
        additions.values().forEach(PendingAddition::release);
        additions.clear();
        bytes.lazySet(0);
    }

    boolean isEmpty() {
        return additions.isEmpty();
    }

    int size() {
        return additions.size();
    }
}
