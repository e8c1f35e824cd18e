// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The ids that a replica claims, as the original's messages are held against them; for one thread. Fast where they are
 * asked for and kept in ascending order, as those of a queue mostly are: a search in the set takes longer than all else
 * that is done with a message.
 */
final class ClaimedIds {

    private final Roaring64Bitmap claimed;
    private final Roaring64Bitmap kept = new Roaring64Bitmap();
    private final PeekableLongIterator ascending;
    private long asked = Long.MIN_VALUE;

    /** Ids from this one to {@link #runEnd}, exclusively, are to go into {@link #kept}. */
    private long runStart;

    private long runEnd;

    /** @param claimed is not changed */
    ClaimedIds(Roaring64Bitmap claimed) {
        this.claimed = claimed;
        this.ascending = claimed.getLongIterator();
    }

    boolean contains(long id) {
        if (id < asked) {
            return claimed.contains(id);
        }
        asked = id;
        ascending.advanceIfNeeded(id);
        return ascending.hasNext() && ascending.peekNext() == id;
    }

    /** The replica keeps the message of this id. */
    void keep(long id) {
        if (id != runEnd) {
            keepRun();
            runStart = id;
        }
        runEnd = id + 1;
    }

    private void keepRun() {
        if (runEnd > runStart) {
            kept.addRange(runStart, runEnd);
        }
    }

    /** The claimed ids that were not kept. */
    Roaring64Bitmap notKept() {
        keepRun();
        runEnd = runStart;
        Roaring64Bitmap rest = claimed.clone();
        rest.andNot(kept);
        return rest;
    }
}
