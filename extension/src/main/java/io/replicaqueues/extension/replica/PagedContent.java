// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.message.PageReader;
import io.replicaqueues.extension.message.PageWalk;
import org.agrona.collections.Long2LongHashMap;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.paging.cursor.PagedReference;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Where the messages of the replica queue are in pages, by the original's id; confined to the replica's executor. The
 * pages are read when a message is looked for that is not known yet, and each only as far as it was not read before.
 * What is known costs some thirty bytes a message, from the first removal of a paged one on.
 */
final class PagedContent {

    private static final long UNKNOWN = -1;

    private final Queue queue;
    private final Long2LongHashMap positions = new Long2LongHashMap(UNKNOWN);
    private final PageReader reader;
    private PageWalk walk;
    private boolean mayHaveGrown;

    PagedContent(Queue queue) {
        this.queue = queue;
        this.reader = new PageReader(queue.getPagingStore());
        this.walk = new PageWalk(queue);
    }

    /** Lets the next message that is not known be looked for in what was written to the pages since the last time. */
    void mayHaveGrown() {
        mayHaveGrown = true;
    }

    /** Finds the message and forgets where it was; null if it is in no page. */
    PagedReference take(long originalId) {
        if (!walk.isPaging()) {
            forget();
            return null;
        }
        PagedReference reference = referenceTo(originalId, positions.remove(originalId));
        if (reference == null && mayHaveGrown) {
            mayHaveGrown = false;
            walk.toEnd((place, message) -> positions.put(OriginalId.idOf(message.getMessage()), place));
            reference = referenceTo(originalId, positions.remove(originalId));
        }
        return reference;
    }

    /**
     * Null if the message is not there any more: one that was removed by the same transaction in which the pages were
     * read, and was added again, is in another place now.
     */
    private PagedReference referenceTo(long originalId, long position) {
        if (position == UNKNOWN || walk.isAcknowledged(position)) {
            return null;
        }
        if (walk.isUntouched(position)) {
            // Or its page has gone, and is still at hand only because it was read last.
            reader.release();
        }
        PagedMessage message = reader.read(position);
        if (message == null || OriginalId.idOf(message.getMessage()) != originalId) {
            return null;
        }
        return queue.getPagingStore().getCursorProvider().newReference(message, queue.getPageSubscription());
    }

    /** Forgets where the message was: it has been found in memory and removed. */
    void forget(long originalId) {
        positions.remove(originalId);
    }

    /** Gives back the page that was read last; the positions stay known. */
    void release() {
        reader.release();
    }

    /** Knows nothing any more; the pages are read again when a message is looked for. */
    void forget() {
        if (!positions.isEmpty()) {
            positions.clear();
            positions.compact();
        }
        reader.release();
        walk = new PageWalk(queue);
    }
}
