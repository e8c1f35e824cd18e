// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.LastValueQueue;

/** The messages of one queue that some looks at it have found, each once; for one thread at a time. */
final class FoundMessages {

    /**
     * Which value of a last-value queue is the latest depends on nothing else. Those that were scheduled have no place in
     * it and stay first, in the order the queue shows them.
     */
    private static final Comparator<MessageReference> ARRIVAL = Comparator.comparingLong(MessageReference::getSequence);

    /** The order of delivery: a replica that pages keeps the order in which messages come, and sorts nothing itself. */
    private static final Comparator<MessageReference> DELIVERY = Comparator.<MessageReference>comparingInt(
                    reference -> -reference.getMessage().getPriority())
            .thenComparing(ARRIVAL);

    private final References waiting = new References();
    private final References scheduled = new References();
    private final PagedList paged = new PagedList();
    /** Ids of {@link #paged}, as far as they were asked for. */
    private final LongHashSet idsInPages = new LongHashSet();

    private int pagedWithId;

    /** Found in the queue's memory, or held by a consumer or a transaction. */
    void addWaiting(MessageReference reference) {
        waiting.add(reference);
    }

    void addScheduled(MessageReference reference) {
        scheduled.add(reference);
    }

    void addPaged(long position, PagedMessage message) {
        paged.add(message.getMessage().getMessageID(), position);
    }

    boolean contains(long id) {
        return isInMemory(id) || isInPages(id);
    }

    private boolean isInMemory(long id) {
        return waiting.contains(id) || scheduled.contains(id);
    }

    private boolean isInPages(long id) {
        while (pagedWithId < paged.size()) {
            idsInPages.add(paged.id(pagedWithId++));
        }
        return idsInPages.contains(id);
    }

    /** All of them in queue order, those in pages after those in memory, scheduled ones last of these. */
    QueueListing inOrder(Queue queue) {
        List<MessageReference> references = waiting.references;
        // The setting isLastValue is false where only a key was given.
        references.sort(queue instanceof LastValueQueue ? ARRIVAL : DELIVERY);
        for (MessageReference reference : scheduled.references) {
            if (!waiting.contains(reference.getMessageID())) {
                references.add(reference);
            }
        }
        return new QueueListing(queue, references, onlyPaged());
    }

    private PagedList onlyPaged() {
        if (IntStream.range(0, paged.size()).noneMatch(i -> isInMemory(paged.id(i)))) {
            return paged;
        }
        PagedList onlyPaged = new PagedList();
        for (int i = 0; i < paged.size(); i++) {
            if (!isInMemory(paged.id(i))) {
                onlyPaged.add(paged.id(i), paged.position(i));
            }
        }
        return onlyPaged;
    }

    /** References in the order they were found, each once; some 25 bytes for each, which counts in a deep queue. */
    private static final class References {

        private final LongHashSet ids = new LongHashSet();
        private final List<MessageReference> references = new ArrayList<>();

        void add(MessageReference reference) {
            if (ids.add(reference.getMessageID())) {
                references.add(reference);
            }
        }

        boolean contains(long id) {
            return ids.contains(id);
        }
    }
}
