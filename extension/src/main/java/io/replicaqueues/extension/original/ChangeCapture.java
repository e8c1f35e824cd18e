// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.io.IOCallback;
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

    ChangeCapture(ActiveMQServer server, FollowedQueues followed) {
        this.server = server;
        this.followed = followed;
    }

    /**
     * Notes the additions of a transaction. Not done after routing: by then a route with a duplicate id has committed.
     */
    public void beforeMessageRoute(Message message, RoutingContext context) {
        Transaction transaction = context.getTransaction();
        if (transaction == null) {
            return;
        }
        for (RouteContextList queues : context.getContexListing().values()) {
            noteAdditions(transaction, queues.getDurableQueues(), message);
            noteAdditions(transaction, queues.getNonDurableQueues(), message);
        }
    }

    private void noteAdditions(Transaction transaction, List<Queue> queues, Message message) {
        if (!queues.isEmpty()) {
            TransactionChanges changes = TransactionChanges.of(transaction, followed);
            for (Queue queue : queues) {
                changes.added(queue, message);
            }
        }
    }

    /** Notes the additions of a route without a transaction of the sender's, once the message is stored. */
    public void afterMessageRoute(Message message, RoutingContext context) {
        Transaction transaction = context.getTransaction();
        if (transaction != null && TransactionChanges.present(transaction) != null) {
            return;
        }
        List<Queue> durable = new ArrayList<>(1);
        long id = message.getMessageID();
        for (RouteContextList queues : context.getContexListing().values()) {
            durable.addAll(queues.getDurableQueues());
            for (Queue queue : queues.getNonDurableQueues()) {
                followed.added(queue, id, message);
            }
        }
        if (!durable.isEmpty()) {
            // Also for a message that is not durable: the broker itself adds it to a durable queue only then.
            whenStored(() -> {
                for (Queue queue : durable) {
                    followed.added(queue, id, message);
                }
            });
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
            TransactionChanges.of(transaction, followed).removed(queue, id);
        } else if (followed.isFollowed(queue)) {
            if (reference.isDurable() && queue.isDurable()) {
                whenStored(() -> followed.removed(queue, id));
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
            TransactionChanges changes = TransactionChanges.of(transaction, followed);
            if (operation instanceof RefsOperation) {
                changes.removed(reference.getQueue(), reference.getMessageID());
            } else {
                changes.added(reference.getQueue(), reference.getMessage());
            }
        }
    }

    private void whenStored(Runnable change) {
        server.getStorageManager().afterCompleteOperations(new IOCallback() {
            @Override
            public void done() {
                change.run();
            }

            @Override
            public void onError(int errorCode, String errorMessage) {
                // The broker reports it to the client and shuts down: the message is not in the queue.
            }
        });
    }
}
