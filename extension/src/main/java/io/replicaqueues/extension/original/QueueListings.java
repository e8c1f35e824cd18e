// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.KnownContent;
import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.message.QueueSnapshot;
import io.replicaqueues.extension.original.UncompletedAdditions.Uncompleted;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.agrona.collections.LongArrayList;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Lists all of an original queue, with what open branches hold of it and what is stored but still to come into it. To be
 * asked on the session's thread, on which listings are completed.
 */
final class QueueListings {

    private final ActiveMQServer server;
    private final FollowedQueues followed;
    private final Queue queue;
    private final Executor executor;

    /** @param executor the session's thread */
    QueueListings(ActiveMQServer server, FollowedQueues followed, Queue queue, Executor executor) {
        this.server = server;
        this.followed = followed;
        this.queue = queue;
        this.executor = executor;
    }

    /** The queue as it can be seen. */
    CompletableFuture<QueueListing> take() {
        return take(KnownContent.NOTHING);
    }

    /**
     * The queue with all that the replica holds of it: what it does not show then has not been in it for some time. The
     * feed knows of all that it shows: what is stored, or in a page, may wait for other replicas before it is told.
     */
    CompletableFuture<QueueListing> takeToVerify(ChangeFeed feed) {
        return take(seen -> {
                    LongArrayList notSeen = feed.heldBut(seen);
                    for (int i = 0; i < notSeen.size(); i++) {
                        long id = notSeen.getLong(i);
                        if (feed.isPresent(id) && followed.uncompleted().get(queue, id) == null) {
                            return true;
                        }
                    }
                    return false;
                })
                .thenCompose(this::onceAllIsTold);
    }

    private CompletableFuture<QueueListing> onceAllIsTold(QueueListing content) {
        CompletableFuture<QueueListing> told = new CompletableFuture<>();
        followed.epochs().whenAllHaveLeft(server.getScheduledPool(), () -> told.complete(content));
        return told;
    }

    private CompletableFuture<QueueListing> take(KnownContent known) {
        SortedMap<Long, Uncompleted> stillToCome = followed.uncompleted().of(queue);
        return QueueSnapshot.take(queue, followed.branches()::heldOf, known, server.getScheduledPool(), executor)
                .thenApply(content -> UncompletedAdditions.completing(content, stillToCome));
    }
}
