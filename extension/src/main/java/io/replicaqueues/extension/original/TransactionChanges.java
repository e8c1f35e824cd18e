// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;

/**
 * The changes of one transaction, told to the followed queues when it has committed and forgotten when it rolls back.
 * Whether a queue is followed is asked at commit, so that a transaction that was open when a replica began to follow is
 * not missed. Called by the transaction, on any thread.
 */
final class TransactionChanges extends TransactionOperationAbstract {

    /** Key of our operation in the transaction's properties; the broker's own keys are small numbers. */
    private static final int PROPERTY = 0x52_51;

    private final FollowedQueues followed;
    private final StorageManager storage;
    private final CapturedChanges changes;

    private TransactionChanges(FollowedQueues followed, StorageManager storage) {
        this.followed = followed;
        this.storage = storage;
        this.changes = new CapturedChanges(followed);
    }

    static TransactionChanges of(Transaction transaction, FollowedQueues followed, StorageManager storage) {
        synchronized (transaction) {
            TransactionChanges present = present(transaction);
            if (present != null) {
                return present;
            }
            TransactionChanges created = new TransactionChanges(followed, storage);
            transaction.putProperty(PROPERTY, created);
            transaction.addOperation(created);
            followed.branches().began(transaction);
            return created;
        }
    }

    /** Returns the changes that were noted for the transaction, or null. */
    static TransactionChanges present(Transaction transaction) {
        return (TransactionChanges) transaction.getProperty(PROPERTY);
    }

    void added(Queue queue, Message message) {
        changes.added(queue, message.getMessageID(), message);
    }

    /** @param maxBytes that messages in pages may take until the transaction ends */
    void paged(Message message, long maxBytes) {
        changes.paged(message, maxBytes);
    }

    void removed(Queue queue, long id) {
        changes.removed(queue, id);
    }

    /** Lines up for the whole transaction, and not at its sends: those must be answered before it commits. */
    @Override
    public void beforeCommit(Transaction transaction) {
        boolean tellWhenStored = changes.prepare(storage.getContext());
        changes.lineUp();
        if (tellWhenStored) {
            transaction.afterStore(new TransactionOperationAbstract() {
                @Override
                public void afterCommit(Transaction stored) {
                    changes.stored();
                }
            });
        }
    }

    @Override
    public void afterCommit(Transaction transaction) {
        followed.branches().ended(transaction);
        changes.completed();
    }

    @Override
    public void afterRollback(Transaction transaction) {
        followed.branches().ended(transaction);
        changes.abandoned();
    }
}
