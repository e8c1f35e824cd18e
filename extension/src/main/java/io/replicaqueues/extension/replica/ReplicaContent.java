// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.netty.util.collection.LongObjectHashMap;
import io.replicaqueues.extension.message.OriginalId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.paging.cursor.PagedReference;
import org.apache.activemq.artemis.core.paging.cursor.impl.PagePositionImpl;
import org.apache.activemq.artemis.core.paging.impl.Page;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.utils.collections.LinkedListImpl;
import org.apache.activemq.artemis.utils.collections.NodeStore;

/**
 * The messages of the replica queue themselves: adds, and finds by the original's id and removes; confined to the
 * replica's executor. Everything happens within a transaction of the caller's.
 */
final class ReplicaContent {

    private final ActiveMQServer server;
    private final Queue queue;
    private final BiConsumer<Message, RoutingContext> routes;
    /** Positions of paged messages by the original's id; read from the pages when one is missed, null while unknown. */
    private Map<Long, PagePositionImpl> pagePositions;

    private volatile Thread changing;

    ReplicaContent(ReplicaEnvironment environment, Queue queue) {
        this.server = environment.server();
        this.routes = environment.routes();
        this.queue = queue;
    }

    /** Whether the calling thread is just changing the queue on behalf of the original. */
    boolean isChangedByThisThread() {
        return changing == Thread.currentThread();
    }

    /** Adds the message at the tail, past the guard, duplicate detection and expiry of ordinary routing. */
    void add(Transaction transaction, Message message, OriginalId mark) throws Exception {
        if (!message.isLargeMessage()) {
            // A large one got its id with its body file.
            message.setMessageID(server.getStorageManager().generateID());
        }
        mark.markOn(message);
        if (!queue.getAddress().equals(message.getAddressSimpleString())) {
            message.setAddress(queue.getAddress());
        }
        RoutingContextImpl route = new RoutingContextImpl(transaction);
        route.setDuplicateDetection(false);
        route.addQueue(queue.getAddress(), queue);
        routes.accept(message, route);
        server.getPostOffice().processRoute(message, route, false);
    }

    /**
     * Removes the message that bears the original's id.
     *
     * @param thorough whether to look among scheduled and paged messages as well, at the price of walking over them
     * @return whether it was found
     */
    boolean remove(Transaction transaction, long originalId, boolean thorough) throws Exception {
        MessageReference reference =
                queue.removeWithSuppliedID("", originalId, ReplicaContent.ReferencesByOriginalId::new);
        if (reference != null) {
            acknowledge(transaction, reference);
            return true;
        }
        return thorough && (removeScheduled(originalId) || removePaged(transaction, originalId));
    }

    /** Removes a message that was found in a snapshot of the queue. */
    void removeForeign(Transaction transaction, MessageReference reference) throws Exception {
        long id = OriginalId.idOf(reference.getMessage());
        if (id != -1 && remove(transaction, id, true)) {
            return;
        }
        changing = Thread.currentThread();
        try {
            queue.deleteReference(reference.getMessageID());
        } finally {
            changing = null;
        }
    }

    private void acknowledge(Transaction transaction, MessageReference reference) throws Exception {
        changing = Thread.currentThread();
        try {
            // A non-destructive queue ignores an ordinary acknowledgement.
            AckReason reason = queue.isNonDestructive() ? AckReason.KILLED : AckReason.NORMAL;
            queue.acknowledge(transaction, reference, reason, null, false);
        } finally {
            changing = null;
        }
    }

    private boolean removeScheduled(long originalId) throws Exception {
        for (MessageReference reference : queue.getScheduledMessages()) {
            if (OriginalId.idOf(reference.getMessage()) == originalId) {
                changing = Thread.currentThread();
                try {
                    return queue.deleteReference(reference.getMessageID());
                } finally {
                    changing = null;
                }
            }
        }
        return false;
    }

    private boolean removePaged(Transaction transaction, long originalId) throws Exception {
        PageSubscription subscription = queue.getPageSubscription();
        if (subscription == null || !subscription.isPaging()) {
            pagePositions = null;
            return false;
        }
        if (pagePositions == null || !pagePositions.containsKey(originalId)) {
            pagePositions = readPages(queue.getPagingStore());
        }
        PagePositionImpl position = pagePositions.remove(originalId);
        PagedMessage paged = position == null ? null : subscription.queryMessage(position);
        if (paged == null) {
            return false;
        }
        PagedReference reference = queue.getPagingStore().getCursorProvider().newReference(paged, subscription);
        subscription.ackTx(transaction, reference, false);
        return true;
    }

    private Map<Long, PagePositionImpl> readPages(PagingStore store) throws Exception {
        Map<Long, PagePositionImpl> positions = new HashMap<>();
        long last = store.getCurrentWritingPage();
        for (long number = store.getFirstPage(); number <= last; number++) {
            Page page = store.usePage(number);
            if (page == null) {
                continue;
            }
            try {
                page.getMessages().forEach(paged -> {
                    for (long queueId : paged.getQueueIDs()) {
                        if (queueId == queue.getID()) {
                            positions.put(
                                    OriginalId.idOf(paged.getMessage()),
                                    new PagePositionImpl(paged.getPageNumber(), paged.getMessageNumber()));
                        }
                    }
                });
            } finally {
                page.usageDown();
            }
        }
        return positions;
    }

    /** Finds a reference in the broker's list by the original's id in O(1); called under the queue's lock. */
    private static final class ReferencesByOriginalId implements NodeStore<MessageReference> {

        private final LongObjectHashMap<LinkedListImpl.Node<MessageReference>> nodes = new LongObjectHashMap<>();

        @Override
        public synchronized void storeNode(MessageReference reference, LinkedListImpl.Node<MessageReference> node) {
            nodes.put(OriginalId.idOf(reference.getMessage()), node);
        }

        @Override
        public synchronized LinkedListImpl.Node<MessageReference> getNode(String list, long originalId) {
            return nodes.get(originalId);
        }

        @Override
        public synchronized void removeNode(MessageReference reference, LinkedListImpl.Node<MessageReference> node) {
            nodes.remove(OriginalId.idOf(reference.getMessage()));
        }

        @Override
        public synchronized void clear() {
            nodes.clear();
        }

        @Override
        public synchronized int size() {
            return nodes.size();
        }
    }
}
