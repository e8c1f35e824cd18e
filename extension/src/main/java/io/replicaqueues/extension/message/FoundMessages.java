// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** Found in the queue's memory, in its order, or held by a consumer or a transaction. */
    void addWaiting(List<MessageReference> references) {
        waiting.addAll(references);
    }

    /**
     * Those that only wait for their redelivery count as waiting: the broker puts them back in front, and whoever sent
     * them has sent later ones that must not overtake them.
     */
    void addScheduled(List<MessageReference> references) {
        Map<Boolean, List<MessageReference>> byOwnTime = references.stream()
                .collect(Collectors.partitioningBy(reference -> OwnTime.isSetOn(reference.getMessage())));
        scheduled.addAll(byOwnTime.get(true));
        waiting.addAll(byOwnTime.get(false));
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

    /** All of them in queue order, those in pages after those in memory, those scheduled by their sender last of these. */
    QueueListing inOrder(Queue queue) {
        // The setting isLastValue is false where only a key was given.
        waiting.sort(queue instanceof LastValueQueue ? ARRIVAL : DELIVERY);
        List<MessageReference> references = waiting.references;
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

    /**
     * References in the order they were found, each once; some ten bytes for each, which counts in a deep queue, as does
     * the time: the next look shows mostly what the one before did, and ids ascend where all messages have the same
     * priority. Only what fits neither is looked up, for which each takes some 15 bytes more.
     */
    private static final class References {

        /** What consumers take between two looks is passed over. */
        private static final int PASSED_OVER = 5_000;

        private final List<MessageReference> references = new ArrayList<>();
        private long greatest = Long.MIN_VALUE;
        /** Of the first so many {@link #references}. */
        private final LongHashSet ids = new LongHashSet();

        private int indexed;

        void addAll(List<MessageReference> more) {
            int before = references.size();
            int next = 0;
            int mayBePassedOver = before;
            for (MessageReference reference : more) {
                int end = Math.min(before, next + Math.min(PASSED_OVER, mayBePassedOver));
                int at = next;
                while (at < end && references.get(at) != reference) {
                    at++;
                }
                if (at < end) {
                    next = at + 1;
                } else {
                    mayBePassedOver -= end - next;
                    add(reference);
                }
            }
        }

        private void add(MessageReference reference) {
            long id = reference.getMessageID();
            if (id > greatest) {
                greatest = id;
                references.add(reference);
            } else if (ids().add(id)) {
                references.add(reference);
                indexed++;
            }
        }

        void sort(Comparator<MessageReference> order) {
            references.sort(order);
            // The first so many are others now.
            indexed = 0;
        }

        boolean contains(long id) {
            return ids().contains(id);
        }

        private LongHashSet ids() {
            while (indexed < references.size()) {
                ids.add(references.get(indexed++).getMessageID());
            }
            return ids;
        }
    }
}
