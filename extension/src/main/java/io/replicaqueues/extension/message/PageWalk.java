// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.agrona.collections.LongArrayList;
import org.apache.activemq.artemis.core.paging.PageTransactionInfo;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.cursor.ConsumedPage;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Walks over the messages that a queue has in pages, in the order of the pages, and each time on from where it stopped
 * the time before; for one thread at a time. Messages that are acknowledged, or whose transaction was rolled back, are
 * passed over; those of an open transaction are looked at again the next time. One page is in memory at a time.
 */
public final class PageWalk {

    /** Brokers before 2.44 tell it only where the address pages when it is full. */
    private static final boolean TELLS_STORE_PAGING = tellsStorePaging();

    private final Queue queue;
    private final PagingStore store;
    private final PageReader reader;
    private LongArrayList undecided = new LongArrayList();
    private long next;

    public PageWalk(Queue queue) {
        this.queue = queue;
        this.store = queue.getPagingStore();
        this.reader = new PageReader(store);
    }

    /** Sees one message. */
    public interface Visitor {
        void visit(long position, PagedMessage message);
    }

    /** Whether the queue has pages to walk over. */
    public boolean isPaging() {
        PageSubscription subscription = queue.getPageSubscription();
        if (subscription == null) {
            return false;
        }
        return TELLS_STORE_PAGING ? subscription.isStorePaging() : subscription.isPaging();
    }

    private static boolean tellsStorePaging() {
        try {
            PageSubscription.class.getMethod("isStorePaging");
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Walks to the present end. */
    public void toEnd(Visitor visitor) {
        lookAgain(visitor);
        while (advance(visitor)) {
            // One page each.
        }
    }

    /** Walks to the present end, one page a task, so that others have their turn on {@code executor} between. */
    public CompletableFuture<Void> toEnd(Visitor visitor, Executor executor) {
        return CompletableFuture.runAsync(() -> lookAgain(visitor), executor)
                .thenCompose(nothing -> advanceToEnd(visitor, executor));
    }

    private CompletableFuture<Void> advanceToEnd(Visitor visitor, Executor executor) {
        return CompletableFuture.supplyAsync(() -> advance(visitor), executor)
                .thenCompose(more -> more ? advanceToEnd(visitor, executor) : CompletableFuture.completedFuture(null));
    }

    /** Walks over one page; returns whether there may be more. */
    private boolean advance(Visitor visitor) {
        if (!isPaging()) {
            return false;
        }
        long page = Math.max(PagePositions.page(next), store.getFirstPage());
        long last = store.getCurrentWritingPage();
        if (page > last) {
            return false;
        }
        int from = page == PagePositions.page(next) ? PagePositions.number(next) : 0;
        var messages = reader.messagesOf(page);
        for (int number = from; number < messages.size(); number++) {
            see(messages.get(number), PagePositions.of(page, number), visitor);
        }
        next = page < last ? PagePositions.of(page + 1, 0) : PagePositions.of(page, messages.size());
        return page < last;
    }

    private void lookAgain(Visitor visitor) {
        if (undecided.isEmpty()) {
            return;
        }
        LongArrayList again = undecided;
        undecided = new LongArrayList();
        for (int i = 0; i < again.size(); i++) {
            PagedMessage message = reader.read(again.getLong(i));
            if (message != null) {
                see(message, again.getLong(i), visitor);
            }
        }
        reader.release();
    }

    private void see(PagedMessage message, long position, Visitor visitor) {
        if (!isRouted(message) || isAcknowledged(position)) {
            return;
        }
        switch (fate(message)) {
            case OPEN -> undecided.addLong(position);
            case COMMITTED -> visitor.visit(position, message);
            case GONE -> {}
        }
    }

    private boolean isRouted(PagedMessage message) {
        for (long queueId : message.getQueueIDs()) {
            if (queueId == queue.getID()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the message was taken, as far as its page is still there. */
    public boolean isAcknowledged(long position) {
        ConsumedPage consumed = consumedPage(position);
        return consumed != null && consumed.isAck(PagePositions.number(position));
    }

    /** Whether nothing has been taken from the page of the message; the broker says the same of a page that has gone. */
    public boolean isUntouched(long position) {
        return consumedPage(position) == null;
    }

    private ConsumedPage consumedPage(long position) {
        return queue.getPageSubscription().locatePageInfo(PagePositions.page(position));
    }

    private enum Fate {
        OPEN,
        COMMITTED,
        GONE
    }

    private Fate fate(PagedMessage message) {
        if (message.getTransactionID() < 0) {
            return Fate.COMMITTED;
        }
        PageTransactionInfo transaction = store.getPagingManager().getTransaction(message.getTransactionID());
        if (transaction == null || transaction.isRollback()) {
            return Fate.GONE;
        }
        return transaction.isCommit() ? Fate.COMMITTED : Fate.OPEN;
    }
}
