// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.message.QueueDepth;
import java.util.function.BiConsumer;
import org.agrona.collections.Long2ObjectHashMap;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.paging.cursor.PagedReference;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.utils.collections.LinkedListImpl;
import org.apache.activemq.artemis.utils.collections.NodeStore;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The messages of the replica queue themselves: adds, and finds by the original's id and removes; confined to the
 * replica's executor. Everything happens within a transaction of the caller's.
 */
final class ReplicaContent {

    private static final long NO_ID = Long.MIN_VALUE;

    private final ActiveMQServer server;
    private final Queue queue;
    private final BiConsumer<Message, RoutingContext> routes;
    private final PagedContent paged;
    /** Each message keeps the address it was sent to, by which a subscriber tells them apart. */
    private final boolean takesManyAddresses;

    private volatile Thread changing;

    ReplicaContent(ReplicaEnvironment environment, Queue queue) {
        this.server = environment.server();
        this.routes = environment.routes();
        this.queue = queue;
        this.paged = new PagedContent(queue);
        this.takesManyAddresses = QueueSettings.takesManyAddresses(server, queue);
    }

    /** Whether the calling thread is just changing the queue on behalf of the original. */
    boolean isChangedByThisThread() {
        return changing == Thread.currentThread();
    }

    /**
     * Adds the message at the tail, past the guard, duplicate detection and expiry of ordinary routing.
     *
     * @param received as it came; not to be used any more
     * @return the message that was added in its place
     */
    Message add(Transaction transaction, Message received, OriginalId mark) throws Exception {
        StorageManager storage = server.getStorageManager();
        if (!received.isLargeMessage()) {
            // A large one got its id with its body file.
            received.setMessageID(storage.generateID());
        }
        if (!takesManyAddresses && !queue.getAddress().equals(received.getAddressSimpleString())) {
            received.setAddress(queue.getAddress());
        }
        Message message = MessageCodec.kept(received, mark, storage);
        RoutingContextImpl route = new RoutingContextImpl(transaction);
        route.setDuplicateDetection(false);
        route.addQueue(queue.getAddress(), queue);
        routes.accept(message, route);
        server.getPostOffice().processRoute(message, route, false);
        return message;
    }

    /**
     * Removes the message that bears the original's id from the queue's memory or from its pages.
     *
     * @return whether it was found; scheduled messages are found by {@link #removeAll} only
     */
    boolean remove(Transaction transaction, long originalId) throws Exception {
        MessageReference reference =
                queue.removeWithSuppliedID("", originalId, ReplicaContent.ReferencesByOriginalId::new);
        if (reference != null) {
            acknowledge(transaction, reference);
            paged.forget(originalId);
            return true;
        }
        PagedReference inPage = paged.take(originalId);
        if (inPage != null) {
            acknowledgePaged(transaction, inPage);
            return true;
        }
        return false;
    }

    /**
     * Whether messages of the queue are found by the original's id. The broker indexes a queue once, for whoever removes
     * by id first since it started.
     */
    static boolean isIndexed(Queue queue) {
        ReferencesByOriginalId.ASKED.set(false);
        queue.removeWithSuppliedID("", NO_ID, ReferencesByOriginalId::new);
        return ReferencesByOriginalId.ASKED.get();
    }

    /** What is known of places in pages may be wrong: a message was looked up for a removal that was taken back. */
    void forgetPlaces() {
        paged.forget();
    }

    /** To be called before a number of removals: pages are read on from where they were, but once for all of them. */
    void beginRemovals() {
        paged.mayHaveGrown();
    }

    /** Messages in the queue, as the broker counts them. */
    long counted() {
        return QueueDepth.of(queue);
    }

    /** Messages in the queue, those included that are on their way into its list, which its counter leaves out. */
    long depth() {
        long depth;
        do {
            depth = counted();
            // Before it looks for anything the broker takes some of them into the list.
            queue.removeWithSuppliedID("", NO_ID, ReplicaContent.ReferencesByOriginalId::new);
        } while (depth != counted());
        return depth;
    }

    /**
     * Removes the messages that bear these ids, wherever they are, at the price of one walk over the scheduled ones.
     *
     * @return the ids that were not found; a message that is just becoming due is nowhere to be seen for a moment
     */
    Roaring64Bitmap removeAll(Transaction transaction, Roaring64Bitmap originalIds) throws Exception {
        beginRemovals();
        Roaring64Bitmap notFound = new Roaring64Bitmap();
        for (LongIterator each = originalIds.getLongIterator(); each.hasNext(); ) {
            long id = each.next();
            if (!remove(transaction, id)) {
                notFound.addLong(id);
            }
        }
        paged.release();
        if (notFound.isEmpty()) {
            return notFound;
        }
        for (MessageReference scheduled : queue.getScheduledMessages()) {
            long id = OriginalId.idOf(scheduled.getMessage());
            if (notFound.contains(id)) {
                // Nobody consumes here: it only moves to where it can be removed within the transaction.
                queue.deliverScheduledMessage(scheduled.getMessageID());
                if (remove(transaction, id)) {
                    notFound.removeLong(id);
                }
            }
        }
        return notFound;
    }

    /** Removes a message that was found in a listing of the queue. */
    void removeForeign(Transaction transaction, MessageReference reference) throws Exception {
        if (reference instanceof PagedReference inPage) {
            acknowledgePaged(transaction, inPage);
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

    /** The queue's own acknowledgement would keep every message in memory until the transaction ends. */
    private void acknowledgePaged(Transaction transaction, PagedReference reference) throws Exception {
        queue.getPageSubscription().ackTx(transaction, reference, false);
        changing = Thread.currentThread();
        try {
            server.callBrokerMessagePlugins(
                    plugin -> plugin.messageAcknowledged(transaction, reference, AckReason.NORMAL, null));
        } finally {
            changing = null;
        }
    }

    /**
     * Finds a reference in the broker's list by the original's id in O(1); called under the queue's lock. Netty's map, which
     * the broker has for such things, does not mix its keys: ids in a row are one long chain, and each removal walks it. Of
     * two messages with the same id the first is found, which is the one that belongs.
     */
    private static final class ReferencesByOriginalId implements NodeStore<MessageReference> {

        /** Whether the calling thread has looked for anything. */
        private static final ThreadLocal<Boolean> ASKED = ThreadLocal.withInitial(() -> false);

        private final Long2ObjectHashMap<LinkedListImpl.Node<MessageReference>> nodes = new Long2ObjectHashMap<>();

        @Override
        public synchronized void storeNode(MessageReference reference, LinkedListImpl.Node<MessageReference> node) {
            nodes.putIfAbsent(OriginalId.idOf(reference.getMessage()), node);
        }

        @Override
        public synchronized LinkedListImpl.Node<MessageReference> getNode(String list, long originalId) {
            if (originalId == NO_ID) {
                ASKED.set(true);
            }
            return nodes.get(originalId);
        }

        @Override
        public synchronized void removeNode(MessageReference reference, LinkedListImpl.Node<MessageReference> node) {
            nodes.remove(Long.valueOf(OriginalId.idOf(reference.getMessage())), node);
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
