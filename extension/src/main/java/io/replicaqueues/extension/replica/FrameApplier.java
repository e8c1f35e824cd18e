// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.netty.buffer.ByteBuf;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.wire.Changes;
import io.replicaqueues.extension.wire.WireException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies frames of changes to the replica queue, each in one transaction; confined to the replica's executor, on which
 * the caller has set the operation context. Applying is idempotent by the original's ids.
 *
 * <p>Commits are pipelined: the next frame may be applied before the journal has the one before. A removal whose
 * addition is still on its way into the queue is therefore made up for in a transaction of its own once it is there.
 */
final class FrameApplier {

    private static final Logger LOGGER = LoggerFactory.getLogger(FrameApplier.class);
    private static final int REMOVALS_PER_TRANSACTION = 10_000;
    private static final int LATE_TRIES = 200;
    private static final long LATE_MILLIS = 10;

    private final StorageManager storage;
    private final ReplicaContent content;
    private final ReplicaIndex index;
    private final Room room;
    private final OrderedContext executor;
    private final long origin;
    /** Told of every id added or removed. */
    private final ChangeListener listener;

    /** Of frames that are not reported as stored yet, in the order of the frames. */
    private final ArrayDeque<Confirmation> unreported = new ArrayDeque<>();

    private LargeMessageAssembly large;

    FrameApplier(
            StorageManager storage,
            ReplicaContent content,
            ReplicaIndex index,
            Room room,
            OrderedContext executor,
            long origin,
            ChangeListener listener) {
        this.storage = storage;
        this.content = content;
        this.index = index;
        this.room = room;
        this.executor = executor;
        this.origin = origin;
        this.listener = listener;
    }

    /** Hears of changes as they are applied, on the replica's executor. */
    interface ChangeListener {
        void added(long id);

        void removed(long id);

        /** Messages that were to be removed are not where they must be: the index may be wrong. */
        void notFound();
    }

    /**
     * Applies one frame.
     *
     * @param stored called on the replica's executor once the journal has everything of this frame and of those before
     * @throws NoRoomException if there is no room for one of the messages: what stands before it has been applied, the
     *     rest must be sent again, and {@code stored} is not called
     * @throws Exception if the frame could not be applied; nothing of it has happened to the queue then, but the index
     *     must be rebuilt
     */
    void apply(Changes frame, Runnable stored) throws Exception {
        Application application = new Application(new EagerTransaction(storage, executor));
        content.beginRemovals();
        NoRoomException noRoom = null;
        try {
            noRoom = application.takeAll(frame);
            application.transaction.commit();
        } catch (Exception e) {
            application.transaction.rollback();
            throw e;
        }
        Confirmation confirmation = new Confirmation(noRoom == null ? stored : () -> {});
        unreported.add(confirmation);
        whenStored(() -> finishLateRemovals(application.lateRemovals, 1, confirmation));
        if (noRoom != null) {
            throw noRoom;
        }
    }

    /** Removes messages found in the queue that do not belong there, in transactions of bearable size. */
    void removeForeign(Iterable<MessageReference> references) throws Exception {
        Transaction transaction = new EagerTransaction(storage, executor);
        int size = 0;
        for (MessageReference reference : references) {
            content.removeForeign(transaction, reference);
            size++;
            if (size % REMOVALS_PER_TRANSACTION == 0) {
                transaction.commit();
                transaction = new EagerTransaction(storage, executor);
            }
        }
        transaction.commit();
    }

    /** Removes messages that the original will send again, in transactions of bearable size. */
    void removeAll(Roaring64Bitmap ids) throws Exception {
        Roaring64Bitmap some = new Roaring64Bitmap();
        for (LongIterator each = ids.getLongIterator(); each.hasNext(); ) {
            long id = each.next();
            index.remove(id);
            some.addLong(id);
            if (some.getLongCardinality() == REMOVALS_PER_TRANSACTION || !each.hasNext()) {
                Roaring64Bitmap unused = removeTogether(some);
                some = new Roaring64Bitmap();
            }
        }
    }

    /** Returns the ids that were not found. */
    private Roaring64Bitmap removeTogether(Roaring64Bitmap ids) throws Exception {
        Transaction transaction = new EagerTransaction(storage, executor);
        try {
            Roaring64Bitmap notFound = content.removeAll(transaction, ids);
            transaction.commit();
            return notFound;
        } catch (Exception e) {
            transaction.rollback();
            throw e;
        }
    }

    /** Completes on the replica's executor once the queue shows every change applied so far. */
    CompletableFuture<Void> everythingStored() {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        whenStored(() -> stored.complete(null));
        return stored;
    }

    /** Whether every frame applied is in the journal, late removals included. */
    boolean isIdle() {
        return unreported.isEmpty();
    }

    /** Forgets a large message of which only a part has come. */
    void discardIncomplete() {
        if (large == null) {
            return;
        }
        try {
            large.discard();
        } catch (Exception e) {
            // The broker deletes bodies without a message when it starts.
        }
        large = null;
    }

    private void finishLateRemovals(Roaring64Bitmap ids, int tries, Confirmation frame) {
        if (ids.isEmpty()) {
            finished(frame);
            return;
        }
        try {
            removeLate(ids, tries, frame);
        } catch (Exception e) {
            LOGGER.warn("Messages could not be removed from a replica queue: reading it anew", e);
            listener.notFound();
            whenStored(() -> finished(frame));
        }
    }

    private void removeLate(Roaring64Bitmap ids, int tries, Confirmation frame) throws Exception {
        Roaring64Bitmap notFound = removeTogether(ids);
        if (notFound.isEmpty()) {
            whenStored(() -> finished(frame));
        } else if (tries < LATE_TRIES && !holdsAny(notFound)) {
            executor.executeLater(LATE_MILLIS, () -> finishLateRemovals(notFound, tries + 1, frame));
        } else {
            // Somebody else has removed them, or they are still there: only another look tells.
            listener.notFound();
            whenStored(() -> finished(frame));
        }
    }

    /** Whether one has been added again since: another try would take that one. */
    private boolean holdsAny(Roaring64Bitmap ids) {
        return ids.stream().anyMatch(index::contains);
    }

    /** What a later frame says of the replica holds only once every earlier one is stored, late removals included. */
    private void finished(Confirmation frame) {
        frame.due = true;
        while (!unreported.isEmpty() && unreported.peek().due) {
            unreported.poll().stored.run();
        }
    }

    private static final class Confirmation {

        private final Runnable stored;
        private boolean due;

        Confirmation(Runnable stored) {
            this.stored = stored;
        }
    }

    private void whenStored(Runnable step) {
        storage.afterCompleteOperations(new IOCallback() {
            @Override
            public void done() {
                executor.execute(step);
            }

            @Override
            public void onError(int errorCode, String errorMessage) {
                // The broker stops on an I/O error of its journal; the frame stays unconfirmed.
            }
        });
    }

    /** One frame being applied. */
    private final class Application implements Changes.Handler {

        private final Transaction transaction;
        private final Roaring64Bitmap lateRemovals = new Roaring64Bitmap();

        Application(Transaction transaction) {
            this.transaction = transaction;
        }

        /** Returns why a part of the frame was left out, or null if nothing was. */
        NoRoomException takeAll(Changes frame) throws Exception {
            try {
                frame.forEach(this);
                return null;
            } catch (NoRoomException e) {
                return e;
            }
        }

        @Override
        public void removals(Roaring64Bitmap ids) throws Exception {
            for (LongIterator each = ids.getLongIterator(); each.hasNext(); ) {
                remove(each.next());
            }
        }

        private void remove(long id) throws Exception {
            if (!index.remove(id)) {
                return;
            }
            listener.removed(id);
            if (!content.remove(transaction, id)) {
                lateRemovals.addLong(id);
            }
        }

        @Override
        public void addition(long id, long fingerprint, ByteBuf bytes) throws Exception {
            if (index.holds(id, fingerprint)) {
                return;
            }
            Message message;
            try {
                message = MessageCodec.decode(bytes, storage);
            } catch (WireException e) {
                throw new WireException("message " + id + " cannot be read: " + e.getMessage(), e);
            }
            requireAnnounced(id, fingerprint, message);
            add(id, fingerprint, message);
        }

        /** What is stored under a fingerprint must have it, or an equal digest would prove nothing. */
        private void requireAnnounced(long id, long fingerprint, Message message) throws Exception {
            if (Fingerprint.of(message) != fingerprint) {
                throw new AlteredMessageException(id);
            }
        }

        private void add(long id, long fingerprint, Message received) throws Exception {
            requireRoom();
            remove(id);
            Message message;
            try {
                message = content.add(transaction, received, new OriginalId(origin, id, fingerprint));
            } catch (ActiveMQAddressFullException e) {
                throw new NoRoomException(room.lackAsTold(e.getMessage()));
            }
            if (message.getRefCount() == 0 && room.mayDrop()) {
                throw new NoRoomException(room.lackAsTold("the broker dropped a message, as its address is full"));
            }
            index.add(id, fingerprint);
            listener.added(id);
        }

        @Override
        public void largeHead(long id, long fingerprint, long bodySize, ByteBuf head) throws Exception {
            discardIncomplete();
            requireRoom();
            large = new LargeMessageAssembly(id, fingerprint, bodySize, head, storage);
        }

        @Override
        public void largeChunk(long id, ByteBuf bytes) throws Exception {
            assembly(id).append(bytes);
        }

        @Override
        public void largeEnd(long id, long bodyFingerprint) throws Exception {
            LargeMessageAssembly complete = assembly(id);
            Message message = complete.complete(bodyFingerprint);
            requireAnnounced(id, complete.fingerprint(), message);
            requireRoom();
            if (index.holds(id, complete.fingerprint())) {
                discardIncomplete();
                return;
            }
            add(id, complete.fingerprint(), message);
            // Until the broker has the message nobody else deletes its body.
            large = null;
        }

        @Override
        public void largeGivenUp(long id) {
            discardIncomplete();
        }

        private void requireRoom() throws NoRoomException {
            Optional<String> lack = room.lack();
            if (lack.isPresent()) {
                throw new NoRoomException(lack.get());
            }
        }

        private LargeMessageAssembly assembly(long id) throws WireException {
            if (large == null || large.id() != id) {
                throw new WireException("a part of large message " + id + " came without its head");
            }
            return large;
        }
    }
}
