// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RouteContextList;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.impl.RefsOperation;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperation;

/**
 * Turns the broker's hooks into additions and removals of queues. Called on producers' and consumers' threads: appends
 * in memory, never does I/O, never throws.
 */
public final class ChangeCapture {

    private final ActiveMQServer server;
    private final FollowedQueues followed;
    private final long maxBytesInPages;

    /** @param maxBytesInPages memory for the messages of one transaction that lie in pages */
    ChangeCapture(ActiveMQServer server, FollowedQueues followed, long maxBytesInPages) {
        this.server = server;
        this.followed = followed;
        this.maxBytesInPages = maxBytesInPages;
    }

    /**
     * Notes the additions of a transaction. Not done after routing: by then a route with a duplicate id has committed.
     */
    public void beforeMessageRoute(Message message, RoutingContext context) {
        Transaction transaction = context.getTransaction();
        if (transaction == null) {
            forEachFollowed(context, (queue, early) -> {
                if (isPaging(queue)) {
                    early.routing();
                }
            });
            return;
        }
        for (RouteContextList queues : context.getContexListing().values()) {
            noteAdditions(transaction, queues.getDurableQueues(), message);
            noteAdditions(transaction, queues.getNonDurableQueues(), message);
        }
    }

    private void noteAdditions(Transaction transaction, List<Queue> queues, Message message) {
        if (!queues.isEmpty()) {
            TransactionChanges changes = TransactionChanges.of(transaction, followed, server.getStorageManager());
            for (Queue queue : queues) {
                changes.added(queue, message);
            }
        }
    }

    private static boolean isPaging(Queue queue) {
        PagingStore store = queue.getPagingStore();
        return store != null && store.isPaging();
    }

    private void forEachFollowed(RoutingContext context, BiConsumer<Queue, EarlyCounts> step) {
        for (RouteContextList queues : context.getContexListing().values()) {
            forEachFollowed(queues.getDurableQueues(), step);
            forEachFollowed(queues.getNonDurableQueues(), step);
        }
    }

    private void forEachFollowed(List<Queue> queues, BiConsumer<Queue, EarlyCounts> step) {
        for (Queue queue : queues) {
            EarlyCounts early = followed.earlyCounts(queue);
            if (early != null) {
                step.accept(queue, early);
            }
        }
    }

    /** Routing has ended, well or not; to be called last. */
    public void routed(RoutingContext context) {
        forEachFollowed(context, (queue, early) -> early.routed());
    }

    /** Notes the additions of a route without a transaction of the sender's, once the message is stored. */
    public void afterMessageRoute(Message message, RoutingContext context) {
        Transaction transaction = context.getTransaction();
        TransactionChanges noted = transaction == null ? null : TransactionChanges.present(transaction);
        if (noted != null) {
            if (message.isPaged()) {
                noted.paged(message, maxBytesInPages);
            }
            return;
        }
        CapturedChanges durable = null;
        long id = message.getMessageID();
        for (RouteContextList queues : context.getContexListing().values()) {
            for (Queue queue : queues.getDurableQueues()) {
                durable = durable == null ? new CapturedChanges(followed) : durable;
                // Not all of several addresses page, and what a mirror sends on is counted when that is committed.
                if (message.isPaged() && transaction == null && isPaging(queue)) {
                    durable.counted(queue, id, message);
                } else {
                    durable.added(queue, id, message);
                }
            }
            for (Queue queue : queues.getNonDurableQueues()) {
                followed.added(queue, id, message);
            }
        }
        if (durable != null) {
            // Also for a message that is not durable: the broker itself adds it to a durable queue only then.
            whenCompleted(durable);
        }
    }

    /**
     * Asks for the completion before lining up, so that it waits for what the producer did before but not for this
     * message's own confirmation: the message comes into its queue as soon as the broker adds it.
     */
    private void whenCompleted(CapturedChanges changes) {
        StorageManager storage = server.getStorageManager();
        boolean tellWhenStored = changes.prepare(storage.getContext());
        storage.afterCompleteOperations(new Callback(changes::completed, changes::abandoned));
        changes.lineUp();
        if (tellWhenStored) {
            storage.afterStoreOperations(new Callback(changes::stored, changes::abandoned));
        }
    }

    /** Notes a removal, whatever its cause: consumed, expired, moved, dead-lettered, purged, evicted. */
    public void messageAcknowledged(Transaction transaction, MessageReference reference, AckReason reason) {
        Queue queue = reference.getQueue();
        if (reason == AckReason.NORMAL && queue.isNonDestructive()) {
            return;
        }
        long id = reference.getMessageID();
        if (transaction != null) {
            TransactionChanges.of(transaction, followed, server.getStorageManager())
                    .removed(queue, id);
        } else if (followed.isFollowed(queue)) {
            if (reference.isDurable() && queue.isDurable()) {
                removedWhenStored(queue, reference);
            } else {
                followed.removed(queue, id);
            }
        }
    }

    /** Takes over the transactions that were prepared before the broker stopped: they never passed the hooks. */
    public void recoverPreparedTransactions() {
        for (Xid xid : server.getResourceManager().getPreparedTransactions()) {
            Transaction transaction = server.getResourceManager().getTransaction(xid);
            for (TransactionOperation operation : new ArrayList<>(transaction.getAllOperations())) {
                recover(transaction, operation);
            }
        }
    }

    private void recover(Transaction transaction, TransactionOperation operation) {
        if (operation instanceof TransactionChanges) {
            return;
        }
        for (MessageReference reference : operation.getRelatedMessageReferences()) {
            TransactionChanges changes = TransactionChanges.of(transaction, followed, server.getStorageManager());
            if (operation instanceof RefsOperation) {
                changes.removed(reference.getQueue(), reference.getMessageID());
            } else {
                changes.added(reference.getQueue(), reference.getMessage());
            }
        }
    }

    private void removedWhenStored(Queue queue, MessageReference reference) {
        long id = reference.getMessageID();
        // Of a message in a page the broker counts the removal only then.
        EarlyCounts early = reference.isPaged() ? null : followed.earlyCounts(queue);
        if (early != null) {
            early.counted(-1);
        }
        Runnable removed = () -> {
            followed.removed(queue, id);
            if (early != null) {
                early.told(-1);
                early.toldToSynchronous(-1);
            }
        };
        // If the journal failed the message has left the queue all the same, until the broker starts again.
        server.getStorageManager().afterCompleteOperations(new Callback(removed, removed));
    }

    /** On an error the broker tells the client and shuts down: the message is not in the queue. */
    private record Callback(Runnable whenDone, Runnable onFailure) implements IOCallback {

        @Override
        public void done() {
            whenDone.run();
        }

        @Override
        public void onError(int errorCode, String errorMessage) {
            onFailure.run();
        }
    }
}
