// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.LastValueQueue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/**
 * Every message of a queue: waiting, scheduled, paged, or held by a consumer or a transaction. May be asked for on any
 * thread; takes the queue's lock for the time it needs to walk over the references in memory (some 150 ns each), and
 * walks over pages without it.
 *
 * <p>It looks twice, {@link #BETWEEN_LOOKS_MILLIS} apart: a message on its way back from a closed consumer, or of a
 * transaction that is committing, may be nowhere to be seen for a moment.
 */
public final class QueueSnapshot {

    private static final long BETWEEN_LOOKS_MILLIS = 50;
    private static final long TIMEOUT_SECONDS = 30;

    /**
     * Which value of a last-value queue is the latest depends on nothing else. Those that were scheduled have no place in
     * it and stay first, in the order the queue shows them.
     */
    private static final Comparator<MessageReference> ARRIVAL = Comparator.comparingLong(MessageReference::getSequence);

    /** The order of delivery: a replica that pages keeps the order in which messages come, and sorts nothing itself. */
    private static final Comparator<MessageReference> DELIVERY = Comparator.<MessageReference>comparingInt(
                    reference -> -reference.getMessage().getPriority())
            .thenComparing(ARRIVAL);

    private final Queue queue;
    private final Function<Queue, List<MessageReference>> heldElsewhere;
    private final Executor executor;
    private final References waiting = new References();
    private final References scheduled = new References();
    private final PageWalk pages;
    private final PagedList paged = new PagedList();

    private QueueSnapshot(Queue queue, Function<Queue, List<MessageReference>> heldElsewhere, Executor executor) {
        this.queue = queue;
        this.heldElsewhere = heldElsewhere;
        this.executor = executor;
        this.pages = new PageWalk(queue);
    }

    /** Takes a snapshot of a queue whose messages nothing holds that its listing does not show. */
    public static CompletableFuture<QueueListing> take(Queue queue, ScheduledExecutorService timer, Executor executor) {
        return take(queue, any -> List.of(), timer, executor);
    }

    /**
     * Takes a snapshot.
     *
     * @param heldElsewhere messages of the queue that are held where the queue does not know of them; asked without any
     *     lock
     * @param executor on which pages are read, {@code heldElsewhere} is asked and the result is completed
     * @return the messages in queue order, those in pages after those in memory, scheduled ones last of these
     */
    public static CompletableFuture<QueueListing> take(
            Queue queue,
            Function<Queue, List<MessageReference>> heldElsewhere,
            ScheduledExecutorService timer,
            Executor executor) {
        QueueSnapshot snapshot = new QueueSnapshot(queue, heldElsewhere, executor);
        Executor later = task -> {
            var unused = timer.schedule(() -> executor.execute(task), BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        };
        return snapshot.look()
                .thenRunAsync(() -> {}, later)
                .thenCompose(nothing -> snapshot.look())
                .thenApplyAsync(nothing -> snapshot.inOrder(), executor);
    }

    /** The pages last: a message that leaves them for the queue's memory meanwhile is still found in its page. */
    private CompletableFuture<Void> look() {
        CompletableFuture<Void> looked = new CompletableFuture<>();
        queue.flushOnIntermediate(() -> completing(looked));
        return looked.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .thenRun(this::collectDelivering)
                .thenRunAsync(this::collectHeldElsewhere, executor)
                .thenCompose(nothing -> pages.toEnd(
                        (position, message) -> paged.add(message.getMessage().getMessageID(), position), executor));
    }

    private void completing(CompletableFuture<Void> looked) {
        try {
            collectUnderLock();
            looked.complete(null);
        } catch (RuntimeException e) {
            looked.completeExceptionally(e);
        }
    }

    private void collectUnderLock() {
        try (LinkedListIterator<MessageReference> references = queue.iterator()) {
            while (references.hasNext()) {
                MessageReference reference = references.next();
                waiting.add(reference);
            }
        }
        for (MessageReference reference : queue.getScheduledMessages()) {
            scheduled.add(reference);
        }
    }

    private void collectDelivering() {
        queue.getDeliveringMessages().values().forEach(this::collect);
    }

    /** Without the queue's lock: the broker takes that one while it holds the lock of a transaction which ends. */
    private void collectHeldElsewhere() {
        collect(heldElsewhere.apply(queue));
    }

    private void collect(List<MessageReference> held) {
        for (MessageReference reference : held) {
            waiting.add(reference);
        }
    }

    private QueueListing inOrder() {
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
        if (IntStream.range(0, paged.size()).noneMatch(this::isInMemory)) {
            return paged;
        }
        PagedList onlyPaged = new PagedList();
        for (int i = 0; i < paged.size(); i++) {
            if (!isInMemory(i)) {
                onlyPaged.add(paged.id(i), paged.position(i));
            }
        }
        return onlyPaged;
    }

    private boolean isInMemory(int indexOfPaged) {
        long id = paged.id(indexOfPaged);
        return waiting.contains(id) || scheduled.contains(id);
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
