// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Messages of a queue in its order; for one thread at a time. Those in the broker's memory are referred to, those
 * scheduled by their sender last; of those in pages only the places are kept, and they are read again when they are
 * asked for.
 */
public final class QueueListing {

    private static final int MESSAGES_PER_STEP = 10_000;
    /** Where each of them takes long, as large ones do. */
    private static final long NANOS_PER_STEP = TimeUnit.MILLISECONDS.toNanos(100);

    private final Queue queue;
    private final List<MessageReference> references;
    private final PagedList paged;

    /**
     * @param queue may be null if there are no paged messages
     * @param references to messages in memory
     * @param paged messages in pages
     */
    public QueueListing(Queue queue, List<MessageReference> references, PagedList paged) {
        this.queue = queue;
        this.references = references;
        this.paged = paged;
    }

    /** The queue whose messages these are. */
    public Queue queue() {
        return queue;
    }

    /** The messages in the broker's memory. */
    public List<MessageReference> references() {
        return references;
    }

    /** The messages in pages. */
    public PagedList paged() {
        return paged;
    }

    public int size() {
        return references.size() + paged.size();
    }

    /** Goes over all messages, and over a page at a time. A paged one that has gone with its page is passed over. */
    public Iterator<MessageReference> messages() {
        return new Messages();
    }

    /** Shows all messages, in steps of a bearable size, so that others have their turn on {@code executor} between. */
    public CompletableFuture<Void> forEach(Consumer<MessageReference> consumer, Executor executor) {
        return step(messages(), consumer, executor);
    }

    private static CompletableFuture<Void> step(
            Iterator<MessageReference> messages, Consumer<MessageReference> consumer, Executor executor) {
        return CompletableFuture.runAsync(
                        () -> {
                            long begun = System.nanoTime();
                            for (int i = 0; i < MESSAGES_PER_STEP && messages.hasNext(); i++) {
                                consumer.accept(messages.next());
                                if (System.nanoTime() - begun > NANOS_PER_STEP) {
                                    return;
                                }
                            }
                        },
                        executor)
                .thenCompose(nothing -> messages.hasNext()
                        ? step(messages, consumer, executor)
                        : CompletableFuture.completedFuture(null));
    }

    private final class Messages implements Iterator<MessageReference> {

        private final Iterator<MessageReference> inMemory = references.iterator();
        private final PageReader reader = new PageReader(queue == null ? null : queue.getPagingStore());
        private int nextPaged;
        private MessageReference next;

        @Override
        public boolean hasNext() {
            if (next == null && inMemory.hasNext()) {
                next = inMemory.next();
                if (next.isPaged()) {
                    var unused = PageReader.completed(next.getMessage());
                }
            }
            while (next == null && nextPaged < paged.size()) {
                next = read(nextPaged++);
            }
            if (next == null) {
                reader.release();
            }
            return next != null;
        }

        private MessageReference read(int index) {
            PagedMessage message = reader.read(paged.position(index));
            if (message == null || message.getMessage().getMessageID() != paged.id(index)) {
                return null;
            }
            return queue.getPagingStore().getCursorProvider().newReference(message, queue.getPageSubscription());
        }

        @Override
        public MessageReference next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            MessageReference present = next;
            next = null;
            return present;
        }
    }
}
