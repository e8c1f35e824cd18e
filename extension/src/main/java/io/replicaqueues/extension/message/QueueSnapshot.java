// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/**
 * Every message of a queue: waiting, scheduled, paged, or held by a consumer. May be asked for on any thread; takes the
 * queue's lock for the time it needs to walk over the references in memory (some 150 ns each).
 *
 * <p>It looks twice, {@link #BETWEEN_LOOKS_MILLIS} apart: a message on its way back from a closed consumer, or of a
 * transaction that is committing, may be nowhere to be seen for a moment.
 */
public final class QueueSnapshot {

    private static final long BETWEEN_LOOKS_MILLIS = 50;
    private static final long TIMEOUT_SECONDS = 30;

    private static final Comparator<MessageReference> QUEUE_ORDER = Comparator.<MessageReference>comparingInt(
                    reference -> -reference.getMessage().getPriority())
            .thenComparingLong(MessageReference::getSequence);

    private final Queue queue;
    private final Map<Long, MessageReference> waiting = new HashMap<>();
    private final Map<Long, MessageReference> scheduled = new HashMap<>();
    private final Map<Long, MessageReference> paged = new LinkedHashMap<>();

    private QueueSnapshot(Queue queue) {
        this.queue = queue;
    }

    /**
     * Takes a snapshot.
     *
     * @return the references in queue order, scheduled ones last; completed on {@code executor}
     */
    public static CompletableFuture<List<MessageReference>> take(
            Queue queue, ScheduledExecutorService timer, Executor executor) {
        QueueSnapshot snapshot = new QueueSnapshot(queue);
        Executor later = task -> {
            var unused = timer.schedule(() -> executor.execute(task), BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        };
        return snapshot.look()
                .thenRunAsync(() -> {}, later)
                .thenCompose(nothing -> snapshot.look())
                .thenApplyAsync(nothing -> snapshot.inOrder(), executor);
    }

    private CompletableFuture<Void> look() {
        CompletableFuture<Void> looked = new CompletableFuture<>();
        queue.flushOnIntermediate(() -> completing(looked));
        return looked.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).thenRun(this::collectOutsideLock);
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
        collect(queue.iterator(), reference -> waiting.putIfAbsent(reference.getMessageID(), reference));
        for (MessageReference reference : queue.getScheduledMessages()) {
            scheduled.putIfAbsent(reference.getMessageID(), reference);
        }
    }

    private void collectOutsideLock() {
        for (List<MessageReference> held : queue.getDeliveringMessages().values()) {
            for (MessageReference reference : held) {
                waiting.putIfAbsent(reference.getMessageID(), reference);
            }
        }
        if (queue.getPageSubscription() != null && queue.getPageSubscription().isPaging()) {
            collect(queue.browserIterator(), reference -> {
                if (!waiting.containsKey(reference.getMessageID())) {
                    paged.putIfAbsent(reference.getMessageID(), reference);
                }
            });
        }
    }

    private static void collect(LinkedListIterator<MessageReference> references, Consumer<MessageReference> into) {
        try (references) {
            while (references.hasNext()) {
                MessageReference reference = references.next();
                if (reference != null) {
                    into.accept(reference);
                }
            }
        }
    }

    private List<MessageReference> inOrder() {
        List<MessageReference> references = new ArrayList<>(waiting.values());
        references.sort(QUEUE_ORDER);
        paged.keySet().removeAll(waiting.keySet());
        references.addAll(paged.values());
        scheduled.keySet().removeAll(waiting.keySet());
        scheduled.keySet().removeAll(paged.keySet());
        references.addAll(scheduled.values());
        return references;
    }
}
