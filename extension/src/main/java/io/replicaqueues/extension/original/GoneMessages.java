// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.function.LongConsumer;
import org.agrona.collections.LongHashSet;

/**
 * What has left an original queue although the replica never held it, as long as something that looks back may still come
 * upon it: a late addition, or a listing of the queue. Costs eight bytes a message; for one thread at a time.
 */
final class GoneMessages {

    /** The hooks have not shown their additions yet; before the catch-up is known, any message. */
    private final LongHashSet early = new LongHashSet();
    /** Came and went while the queue was being listed for a catch-up. */
    private final LongHashSet whileListing = new LongHashSet();

    /** Came and went while the queue was being listed for a comparison. */
    private LongHashSet whileComparing = new LongHashSet();

    private boolean listing;
    private boolean comparing;

    /** The queue is to be listed for a catch-up. */
    void beginListing() {
        listing = true;
    }

    boolean isListing() {
        return listing;
    }

    /** The listing has been made a catch-up, without what has gone. */
    void endListing() {
        whileListing.clear();
        listing = false;
    }

    /** The queue is to be listed for a comparison. */
    void beginComparison() {
        whileComparing = new LongHashSet();
        comparing = true;
    }

    /** Returns what has gone since {@link #beginComparison}; null if everything was forgotten meanwhile. */
    LongHashSet endComparison() {
        LongHashSet gone = comparing ? whileComparing : null;
        whileComparing = new LongHashSet();
        comparing = false;
        return gone;
    }

    /**
     * A message has gone.
     *
     * @param wasPending whether its addition was known and still to be sent
     * @return whether there is more to remember than before
     */
    boolean add(long id, boolean wasPending) {
        boolean more = comparing && whileComparing.add(id);
        if (!wasPending) {
            return early.add(id) || more;
        }
        return (listing && whileListing.add(id)) || more;
    }

    /** The addition of a message is shown; returns whether it had gone before, which is forgotten then. */
    boolean wasEarly(long id) {
        boolean hadGone = early.remove(id);
        if (hadGone && listing) {
            // The listing may have come upon it in between.
            boolean unused = whileListing.add(id);
        }
        return hadGone;
    }

    /** What had gone before its addition was shown. */
    void forEachEarly(LongConsumer action) {
        early.forEachLong(action);
    }

    /** What came and went since {@link #beginListing}. */
    void forEachWhileListing(LongConsumer action) {
        whileListing.forEachLong(action);
    }

    long size() {
        return (long) early.size() + whileListing.size() + whileComparing.size();
    }

    /** Forgets all, and that the queue is being listed. */
    void clear() {
        LongHashSet unused = endComparison();
        early.clear();
        endListing();
    }
}
