// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/**
 * Every message of a queue: waiting, scheduled, paged, or held by a consumer or a transaction. May be asked for on any
 * thread; takes the queue's lock for the time it needs to walk over the references in memory, without a look at their
 * messages, and walks over pages without it.
 *
 * <p>A message on its way back from a consumer, or of a transaction that is committing, may be nowhere to be seen for a
 * moment: a session that rolls back hides all that its consumers hold until the journal has the rollback. Therefore it
 * looks at least twice, and again, after ever longer pauses, as long as something known is not found or as the queue
 * delivers more messages than can be found with consumers; a few times only, for that may mean nothing but a busy queue.
 */
public final class QueueSnapshot {

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final int LOOKS_AT_LEAST = 2;
    /** How often it looks again for messages of which nothing is known but their number. */
    private static final int LOOKS_FOR_COUNTED = 4;
    /** How often it looks again for messages that are known to be there. */
    private static final int LOOKS_FOR_KNOWN = 7;

    private static final long TIMEOUT_SECONDS = 30;

    private final Queue queue;
    private final Function<Queue, List<MessageReference>> heldElsewhere;
    private final KnownContent known;
    private final ScheduledExecutorService timer;
    private final Executor executor;
    private final PageWalk pages;
    private final FoundMessages found = new FoundMessages();

    private int looks;
    private boolean foundAllDelivering;

    private QueueSnapshot(
            Queue queue,
            Function<Queue, List<MessageReference>> heldElsewhere,
            KnownContent known,
            ScheduledExecutorService timer,
            Executor executor) {
        this.queue = queue;
        this.heldElsewhere = heldElsewhere;
        this.known = known;
        this.timer = timer;
        this.executor = executor;
        this.pages = new PageWalk(queue);
    }

    /** Takes a snapshot of a queue whose messages nothing holds that its listing does not show. */
    public static CompletableFuture<QueueListing> take(Queue queue, ScheduledExecutorService timer, Executor executor) {
        return take(queue, any -> List.of(), KnownContent.NOTHING, timer, executor);
    }

    /**
     * Takes a snapshot.
     *
     * @param heldElsewhere messages of the queue that are held where the queue does not know of them; asked without any
     *     lock
     * @param known what it must not overlook
     * @param executor on which pages are read, {@code heldElsewhere} and {@code known} are asked and the result is
     *     completed
     * @return the messages in queue order, those in pages after those in memory, those scheduled by
     *     their sender last of these
     */
    public static CompletableFuture<QueueListing> take(
            Queue queue,
            Function<Queue, List<MessageReference>> heldElsewhere,
            KnownContent known,
            ScheduledExecutorService timer,
            Executor executor) {
        QueueSnapshot snapshot = new QueueSnapshot(queue, heldElsewhere, known, timer, executor);
        return snapshot.lookUntilComplete().thenApplyAsync(nothing -> snapshot.found.inOrder(queue), executor);
    }

    private CompletableFuture<Void> lookUntilComplete() {
        return look().thenApplyAsync(nothing -> isToLookAgain(), executor)
                .thenCompose(again -> again ? lookAgain() : CompletableFuture.completedFuture(null));
    }

    private boolean isToLookAgain() {
        looks++;
        return looks < LOOKS_AT_LEAST
                || (looks < LOOKS_FOR_COUNTED && !foundAllDelivering)
                || (looks < LOOKS_FOR_KNOWN && known.lacks(found::contains));
    }

    private CompletableFuture<Void> lookAgain() {
        Executor later = task -> {
            var unused = timer.schedule(
                    () -> executor.execute(task), FIRST_PAUSE_MILLIS << (looks - 1), TimeUnit.MILLISECONDS);
        };
        return CompletableFuture.runAsync(() -> {}, later).thenCompose(nothing -> lookUntilComplete());
    }

    /** The pages last: a message that leaves them for the queue's memory meanwhile is still found in its page. */
    private CompletableFuture<Void> look() {
        CompletableFuture<Look> lookedUnderLock = new CompletableFuture<>();
        queue.flushOnIntermediate(() -> completing(lookedUnderLock));
        return lookedUnderLock
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .thenAcceptAsync(this::collect, executor)
                .thenCompose(nothing -> pages.toEnd(found::addPaged, executor));
    }

    private void completing(CompletableFuture<Look> looked) {
        try {
            looked.complete(lookUnderLock());
        } catch (RuntimeException e) {
            looked.completeExceptionally(e);
        }
    }

    /** Nobody can send or consume meanwhile: what was seen is looked through later. */
    private Look lookUnderLock() {
        List<MessageReference> waiting = new ArrayList<>();
        try (LinkedListIterator<MessageReference> references = queue.iterator()) {
            while (references.hasNext()) {
                waiting.add(references.next());
            }
        }
        List<MessageReference> delivering = new ArrayList<>();
        queue.getDeliveringMessages().values().forEach(delivering::addAll);
        return new Look(waiting, queue.getScheduledMessages(), delivering, queue.getDeliveringCount());
    }

    /** Without the queue's lock: the broker takes that one while it holds the lock of a transaction which ends. */
    private void collect(Look look) {
        found.addWaiting(look.waiting);
        found.addScheduled(look.scheduled);
        found.addWaiting(look.delivering);
        List<MessageReference> held = heldElsewhere.apply(queue);
        found.addWaiting(held);
        foundAllDelivering |= look.notFoundWithConsumers() <= held.size();
    }

    /**
     * What one look at the queue's memory has shown.
     *
     * @param delivering with consumers
     * @param deliveringCount messages that the queue delivers, to consumers and elsewhere
     */
    private record Look(
            List<MessageReference> waiting,
            List<MessageReference> scheduled,
            List<MessageReference> delivering,
            int deliveringCount) {

        int notFoundWithConsumers() {
            LongHashSet ids = new LongHashSet();
            delivering.forEach(reference -> ids.add(reference.getMessageID()));
            return deliveringCount - ids.size();
        }
    }
}
