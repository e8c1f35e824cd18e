// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The additions whose producers wait for one replica, by message id. Safe on any thread; every call is O(1) but for
 * {@link #giveUp}.
 */
final class SyncHolds {

    private final Map<Long, Held> held = new LinkedHashMap<>();
    private boolean holding;

    private record Held(Hold hold, long sinceNanos) {}

    /** Producers wait from now on. */
    synchronized void begin() {
        holding = true;
    }

    /** Lets the producer of an addition wait, if producers wait at present; returns whether they do. */
    boolean hold(long id, Hold hold) {
        Held before;
        synchronized (this) {
            if (!holding) {
                return false;
            }
            hold.await();
            before = held.put(id, new Held(hold, System.nanoTime()));
        }
        if (before != null) {
            before.hold.release();
        }
        return true;
    }

    synchronized boolean isHeld(long id) {
        return held.containsKey(id);
    }

    /** The replica has the message, or never will; without effect if nobody waits. */
    void release(long id) {
        Held released;
        synchronized (this) {
            released = held.remove(id);
        }
        if (released != null) {
            released.hold.release();
        }
    }

    /** Lets everybody go, and nobody wait, until {@link #begin}. */
    void giveUp() {
        List<Held> released;
        synchronized (this) {
            holding = false;
            released = new ArrayList<>(held.values());
            held.clear();
        }
        released.forEach(each -> each.hold.release());
    }

    /** Whether somebody has waited for longer than that. */
    synchronized boolean isAnyOlderThan(long nanos) {
        Iterator<Held> oldest = held.values().iterator();
        return oldest.hasNext() && System.nanoTime() - oldest.next().sinceNanos > nanos;
    }
}
