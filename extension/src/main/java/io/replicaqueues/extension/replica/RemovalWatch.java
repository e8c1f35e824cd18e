// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.OriginalId;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;

/**
 * Notices that somebody else than the original removes messages from the replica queue. Called by the broker's hooks on
 * any thread; what is noticed is taken note of on the replica's executor.
 */
final class RemovalWatch {

    private final OrderedContext executor;
    private final Holding holding;
    private final Runnable tampered;

    /** @param tampered told, on the replica's executor, of each message that is missing now */
    RemovalWatch(OrderedContext executor, Holding holding, Runnable tampered) {
        this.executor = executor;
        this.holding = holding;
        this.tampered = tampered;
    }

    /**
     * A message leaves the queue, with this transaction if there is one. Until the commit it may still be listed as being
     * there.
     */
    void messageLeft(Transaction transaction, MessageReference reference) {
        if (holding.isChangedByThisThread()) {
            return;
        }
        long originalId = OriginalId.idOf(reference.getMessage());
        if (transaction == null) {
            messageLeft(originalId);
            return;
        }
        transaction.addOperation(new TransactionOperationAbstract() {
            @Override
            public void afterCommit(Transaction committed) {
                messageLeft(originalId);
            }
        });
    }

    private void messageLeft(long originalId) {
        executor.execute(() -> {
            boolean listed = holding.messageLeft(originalId);
            if (holding.index().remove(originalId) || listed) {
                tampered.run();
            }
        });
    }
}
