// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.Arrays;
import org.agrona.collections.LongArrayList;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The ids that a replica claims, as the original's messages are held against them; for one thread. Fast where they are
 * asked for in ascending order, as those of a queue mostly are: a search in the set takes longer than all else that is
 * done with a message.
 */
final class ClaimedIds {

    private final Roaring64Bitmap claimed;
    private final LongArrayList kept = new LongArrayList();
    private final PeekableLongIterator ascending;
    private long asked;

    /** @param claimed ids that are not negative; it is not changed */
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

    /** The replica keeps the message of a claimed id. */
    void keep(long id) {
        kept.addLong(id);
    }

    /** The claimed ids that were not kept. */
    Roaring64Bitmap notKept() {
        long[] keptInOrder = kept.toLongArray();
        Arrays.sort(keptInOrder);
        Roaring64Bitmap rest = new Roaring64Bitmap();
        int next = 0;
        for (LongIterator each = claimed.getLongIterator(); each.hasNext(); ) {
            long id = each.next();
            while (next < keptInOrder.length && keptInOrder[next] < id) {
                next++;
            }
            if (next == keptInOrder.length || keptInOrder[next] != id) {
                rest.addLong(id);
            }
        }
        return rest;
    }
}
