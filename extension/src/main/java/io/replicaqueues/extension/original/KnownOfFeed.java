// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.KnownContent;
import java.util.function.LongPredicate;
import org.agrona.collections.LongArrayList;

/**
 * What a {@link ChangeFeed} knows of its queue's content: the messages that the replica holds. Confined to the session's
 * thread.
 */
final class KnownOfFeed implements KnownContent {

    private final ChangeFeed feed;
    private final LongPredicate stillToCome;

    /** @param stillToCome of which messages the feed was told before they are in the queue */
    KnownOfFeed(ChangeFeed feed, LongPredicate stillToCome) {
        this.feed = feed;
        this.stillToCome = stillToCome;
    }

    @Override
    public boolean lacks(LongPredicate seen) {
        LongArrayList ids = feed.heldBut(seen);
        for (int i = 0; i < ids.size(); i++) {
            long id = ids.getLong(i);
            if (feed.isPresent(id) && !stillToCome.test(id)) {
                return true;
            }
        }
        return false;
    }
}
