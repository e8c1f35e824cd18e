// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;

/**
 * The changes of one transaction, told to the followed queues when it has committed and forgotten when it rolls back.
 * Whether a queue is followed is asked at commit, so that a transaction that was open when a replica began to follow is
 * not missed.
 */
final class TransactionChanges extends TransactionOperationAbstract {

    /** Key of our operation in the transaction's properties; the broker's own keys are small numbers. */
    private static final int PROPERTY = 0x52_51;

    private final FollowedQueues followed;
    private final ArrayList<Change> changes = new ArrayList<>(4);

    private TransactionChanges(FollowedQueues followed) {
        this.followed = followed;
    }

    static TransactionChanges of(Transaction transaction, FollowedQueues followed) {
        synchronized (transaction) {
            TransactionChanges present = present(transaction);
            if (present != null) {
                return present;
            }
            TransactionChanges created = new TransactionChanges(followed);
            transaction.putProperty(PROPERTY, created);
            transaction.addOperation(created);
            return created;
        }
    }

    /** Returns the changes that were noted for the transaction, or null. */
    static TransactionChanges present(Transaction transaction) {
        return (TransactionChanges) transaction.getProperty(PROPERTY);
    }

    synchronized void added(Queue queue, Message message) {
        changes.add(new Change(queue, message.getMessageID(), message));
    }

    synchronized void removed(Queue queue, long id) {
        changes.add(new Change(queue, id, null));
    }

    @Override
    public synchronized void afterCommit(Transaction transaction) {
        for (Change change : changes) {
            if (change.message == null) {
                followed.removed(change.queue, change.id);
            } else {
                followed.added(change.queue, change.id, change.message);
            }
        }
        changes.clear();
    }

    @Override
    public synchronized void afterRollback(Transaction transaction) {
        changes.clear();
    }

    /** @param message null for a removal */
    private record Change(Queue queue, long id, Message message) {}
}
