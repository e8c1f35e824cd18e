// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.RefsOperation;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperation;

/**
 * The branches of XA transactions that have not ended, and the messages that they hold. Safe for all threads.
 *
 * <p>What a branch has acknowledged is still in its queue, but shown by no listing of the broker: it has left its
 * consumer, which may be gone for long, and comes back by a rollback only.
 */
final class OpenBranches {

    private final Set<Transaction> branches = ConcurrentHashMap.newKeySet();

    /** A transaction has changed a queue for the first time; it is of no interest unless it is a branch. */
    void began(Transaction transaction) {
        if (transaction.getXid() != null) {
            branches.add(transaction);
        }
    }

    /** A transaction has ended; to be told before its removals are, or these could be listed after they were told. */
    void ended(Transaction transaction) {
        if (transaction.getXid() != null) {
            branches.remove(transaction);
        }
    }

    /**
     * The messages of a queue that open branches have acknowledged. Takes each branch's lock, under which the broker takes
     * the queue's: not to be called with that one.
     */
    List<MessageReference> heldOf(Queue queue) {
        List<MessageReference> held = new ArrayList<>();
        for (Transaction branch : branches) {
            for (TransactionOperation operation : branch.getAllOperations()) {
                if (operation instanceof RefsOperation acknowledged) {
                    for (MessageReference reference : acknowledged.getRelatedMessageReferences()) {
                        if (reference.getQueue() == queue) {
                            held.add(reference);
                        }
                    }
                }
            }
        }
        return held;
    }
}
