// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.PagedList;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Paged messages that a catch-up has still to send, by id and position, in the order of the pages; guarded by the lock
 * of the {@link ChangeFeed} that owns it. The messages themselves stay in their pages until it is their turn.
 */
final class PagedBacklog {

    private PagedList messages = new PagedList();
    private Roaring64Bitmap left = new Roaring64Bitmap();
    private int next;

    /** Takes the place of what was there before. */
    void replace(PagedList replacement) {
        messages = replacement;
        next = 0;
        left = new Roaring64Bitmap();
        for (int i = 0; i < replacement.size(); i++) {
            left.addLong(replacement.id(i));
        }
    }

    void clear() {
        replace(new PagedList());
    }

    boolean contains(long id) {
        return left.contains(id);
    }

    /** Drops a message; returns whether it was there. */
    boolean remove(long id) {
        boolean present = left.contains(id);
        if (present) {
            left.removeLong(id);
        }
        return present;
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    long size() {
        return left.getLongCardinality();
    }

    /** Takes the first message that was not dropped; there must be one. */
    PendingAddition poll() {
        while (!remove(messages.id(next))) {
            next++;
        }
        PendingAddition addition = PendingAddition.ofPaged(messages.id(next), messages.position(next));
        next++;
        if (left.isEmpty()) {
            clear();
        }
        return addition;
    }
}
