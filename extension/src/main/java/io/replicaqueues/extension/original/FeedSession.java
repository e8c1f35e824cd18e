// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.message.PageReader;
import io.replicaqueues.extension.message.QueueDepth;
import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.message.QueueSnapshot;
import io.replicaqueues.extension.original.FollowerStatus.State;
import io.replicaqueues.extension.original.UncompletedAdditions.Uncompleted;
import io.replicaqueues.extension.wire.Farewell;
import io.replicaqueues.extension.wire.IdSetCodec;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.extension.wire.WireException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.agrona.collections.LongArrayList;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one replica of one original queue: first the difference to what it holds, then every change. Its state is
 * confined to an ordered executor of the broker; {@link #added}, {@link #removed} and {@link #confirmed} may be called
 * by any thread and do O(1) work in memory.
 */
final class FeedSession {

    private static final Logger LOGGER = LoggerFactory.getLogger(FeedSession.class);
    /** What one run does at most before others get the thread. */
    private static final int FRAMES_PER_RUN = 16;

    private static final LongArrayList NO_ADDITIONS = new LongArrayList(0, LongArrayList.DEFAULT_NULL_VALUE);

    /** Claims of more than this many ids are refused: each costs some thirty bytes while its feed lasts. */
    private static final long MAX_CLAIMED = 1L << 24;

    private final ActiveMQServer server;
    private final FollowedQueues followed;
    private final FeedRequest request;
    private final Queue queue;
    private final FeedOutlet outlet;
    private final FeedSettings settings;
    private final Executor executor;
    private final Instant since = Instant.now();
    private final ChangeFeed feed;
    private final FrameBuilder frames;
    private final SyncMode sync;
    private final AtomicBoolean runScheduled = new AtomicBoolean();

    private volatile State state = State.OPENED;

    private Roaring64Bitmap claimed = new Roaring64Bitmap();
    private final MissingFingerprints missingFingerprints;
    private ManifestStream manifest;
    private boolean snapshotPending;
    private boolean positionDue;
    private boolean sentCatchingUp = true;
    private boolean sentDigestKnown;
    private boolean sentSynchronous;
    /** As the replica has received it last. */
    private Welcome welcome;

    private final DepthAudit audit = new DepthAudit();
    private final DeletionWatch deletion = new DeletionWatch();

    FeedSession(
            ActiveMQServer server,
            FollowedQueues followed,
            FeedRequest request,
            Queue queue,
            FeedOutlet outlet,
            FeedSettings settings) {
        this.server = server;
        this.followed = followed;
        this.request = request;
        this.queue = queue;
        this.outlet = outlet;
        this.settings = settings;
        this.executor = server.getExecutorFactory().getExecutor();
        this.feed = new ChangeFeed(settings.maxPendingChanges(), settings.maxPendingBytes());
        this.frames = new FrameBuilder(feed, new PageReader(queue.getPagingStore()), settings.frameSize());
        this.missingFingerprints = new MissingFingerprints(feed);
        this.sync = new SyncMode(request, settings.syncTimeoutMillis(), followed.epochs(), this::mark);
    }

    Queue queue() {
        return queue;
    }

    FeedRequest request() {
        return request;
    }

    boolean hasConsumer() {
        return outlet.hasConsumer();
    }

    Instant since() {
        return since;
    }

    FollowerStatus status() {
        ChangeFeed.State pending = feed.state();
        return new FollowerStatus(
                request.replicaNode(),
                request.replicaQueue(),
                request.remoteAddress(),
                since,
                state,
                pending.pending() + pending.catchUpRemaining(),
                outlet.unconfirmedChanges(),
                outlet.bytesSent());
    }

    // From the broker's hooks.

    /** Whether the replica asked for producers to wait for it, and so hears of additions as soon as they are stored. */
    boolean isSynchronous() {
        return request.synchronous();
    }

    /** Lets a producer wait for the replica to have an addition, which is then to be {@link #added} or abandoned. */
    boolean hold(long id, Hold hold) {
        return sync.hold(id, hold);
    }

    void abandoned(long id) {
        sync.release(id);
    }

    void added(long id, Message message) {
        if (feed.added(id, message)) {
            wake();
        } else if (sync.isHeld(id)) {
            settleHold(id);
        }
    }

    /** A message is in the queue that was {@link #added} to synchronous sessions when it was stored. */
    void completed(long id, Message message, Uncompleted known) {
        if (feed.completed(id, message, known)) {
            wake();
        }
    }

    void removed(long id) {
        if (feed.removed(id)) {
            wake();
        }
        if (sync.isHeld(id) && feed.whereabouts(id) == ChangeFeed.Whereabouts.NOWHERE) {
            sync.release(id);
        }
    }

    /** The addition was known before, or will never be sent. */
    private void settleHold(long id) {
        switch (feed.whereabouts(id)) {
            case PENDING -> {
                // Released with its frame.
            }
            case SENT -> {
                sync.releaseWithNextFrame(id);
                mark();
            }
            case NOWHERE -> sync.release(id);
        }
    }

    /** The queue is about to be deleted, and with it every message: that is nothing for the replica to follow. */
    void beforeQueueIsDeleted() {
        feed.stopRecording();
        sync.degrade("the queue is being deleted");
        inOrder(deletion::announced);
    }

    void confirmed() {
        sync.confirmed(outlet.confirmed());
        wake();
    }

    // From the replica's requests.

    void welcome(Welcome first) {
        inOrder(() -> sendWelcome(first));
    }

    private void sendWelcome(Welcome current) throws Exception {
        welcome = current;
        ByteBuf frame = Unpooled.buffer(1024).writeZero(FeedOutlet.HEADROOM);
        welcome.write(frame);
        outlet.send(frame);
    }

    void hold(byte[] idsOfReplica) {
        inOrder(() -> {
            IdSetCodec.readRunsInto(claimed, Unpooled.wrappedBuffer(idsOfReplica));
            if (claimed.getLongCardinality() > MAX_CLAIMED) {
                throw new WireException("the replica claims more than " + MAX_CLAIMED + " messages");
            }
        });
    }

    /** @param heldByReplica how many ids {@link #hold} must have brought */
    void follow(long heldByReplica) {
        inOrder(() -> {
            if (state == State.OPENED) {
                if (claimed.getLongCardinality() != heldByReplica) {
                    throw new WireException("the replica holds " + heldByReplica + " messages and named "
                            + claimed.getLongCardinality());
                }
                become(State.CATCHING_UP);
                followed.add(this);
                sync.start(server.getScheduledPool());
                startCatchUp();
            }
        });
    }

    void verify(long token) {
        inOrder(() -> {
            if (state == State.OPENED || manifest != null) {
                return;
            }
            manifest = new ManifestStream(token);
            takeSnapshot(content -> manifest.list(content, feed.captured()));
        });
    }

    void mark() {
        inOrder(() -> {
            positionDue = true;
            wake();
        });
    }

    /** Called by a timer: a replica that keeps up hears from its original at least this often. */
    void heartbeat() {
        inOrder(() -> {
            positionDue = true;
            if (deletion.isPending()) {
                watchDeletion();
            } else {
                audit();
                sendChangedSettings();
            }
            wake();
        });
    }

    /** Ends the session; with a farewell the replica is told why. */
    void end(Farewell farewell) {
        sync.end("its feed has ended");
        executor.execute(() -> endNow(farewell));
    }

    // On the session's thread.

    private void startCatchUp() {
        snapshotPending = true;
        missingFingerprints.clear();
        feed.startRecording();
        takeSnapshot(content -> {
            missingFingerprints.begin(feed.startCatchUp(content, claimed));
            claimed = new Roaring64Bitmap();
            snapshotPending = false;
            positionDue = true;
        });
    }

    private void takeSnapshot(Consumer<QueueListing> next) {
        SortedMap<Long, Uncompleted> stillToCome = followed.uncompleted().of(queue);
        CompletableFuture<?> unused = QueueSnapshot.take(
                        queue, followed.branches()::heldOf, server.getScheduledPool(), executor)
                .whenComplete((content, failure) -> inOrder(() -> {
                    rethrow(failure);
                    next.accept(UncompletedAdditions.completing(content, stillToCome));
                    wake();
                }));
    }

    private void wake() {
        if (runScheduled.compareAndSet(false, true)) {
            inOrder(this::run);
        }
    }

    private void run() throws Exception {
        runScheduled.set(false);
        if (state == State.OPENED || snapshotPending || deletion.isPending()) {
            return;
        }
        if (feed.overflowed()) {
            sync.degrade("it fell too far behind");
            if (outlet.isHalfEmpty()) {
                LOGGER.info(
                        "Replica {} of original queue {} fell more than {} changes or {} bytes behind: serving it by difference",
                        request.replicaQueue(),
                        queue.getName(),
                        settings.maxPendingChanges(),
                        settings.maxPendingBytes());
                catchUpAgain();
            }
            return;
        }
        for (int i = 0; i < FRAMES_PER_RUN && outlet.hasRoom(); i++) {
            if (!sendFrame()) {
                sendManifest();
                computeFingerprints();
                return;
            }
        }
        if (outlet.hasRoom()) {
            wake();
        }
    }

    private void sendChangedSettings() throws Exception {
        if (state == State.OPENED || !outlet.hasRoom()) {
            return;
        }
        String settings = CurrentSettings.of(queue);
        if (!settings.equals(welcome.settings())) {
            sendWelcome(welcome.withSettings(settings));
        }
    }

    private void watchDeletion() {
        if (deletion.isOver(QueueDepth.of(queue))) {
            catchUpAgain();
        }
    }

    private void audit() {
        long difference = state == State.LIVE
                ? QueueDepth.of(queue) + uncompleted() - feed.state().depth()
                : 0;
        if (audit.isUnexplained(difference)) {
            LOGGER.warn(
                    "Original queue {} has {} messages more than its changes account for: comparing it with replica {}",
                    queue.getName(),
                    difference,
                    request.replicaQueue());
            catchUpAgain();
        }
    }

    private int uncompleted() {
        return isSynchronous() ? followed.uncompleted().count(queue) : 0;
    }

    private void catchUpAgain() {
        sync.degrade("it is being caught up");
        become(State.CATCHING_UP);
        claimed = feed.heldIds();
        startCatchUp();
    }

    /** Sends what is pending, or just the position if that is due; returns whether there was anything to send. */
    private boolean sendFrame() throws Exception {
        int changes = frames.fill();
        ChangeFeed.State now = feed.state();
        boolean catchingUp = now.catchUpRemaining() > 0 || (frames.isStreaming() && state == State.CATCHING_UP);
        boolean keepsUp = state == State.LIVE && !catchingUp && !frames.isStreaming();
        boolean synchronous = sync.advance(keepsUp, now, feed::captured, outlet.unconfirmedNanos());
        boolean news =
                catchingUp != sentCatchingUp || now.digestKnown() != sentDigestKnown || synchronous != sentSynchronous;
        if (changes == 0 && !positionDue && !news) {
            return false;
        }
        outlet.send(frames.finish(catchingUp, synchronous), changes, sentAdditions());
        positionDue = false;
        sentCatchingUp = catchingUp;
        sentDigestKnown = now.digestKnown();
        sentSynchronous = synchronous;
        if (!catchingUp && state == State.CATCHING_UP) {
            become(State.LIVE);
        }
        return true;
    }

    /** The additions that producers may wait for and that are confirmed with the frame. */
    private LongArrayList sentAdditions() {
        if (!isSynchronous()) {
            return NO_ADDITIONS;
        }
        LongArrayList sent = new LongArrayList(frames.additions().size() + 1, LongArrayList.DEFAULT_NULL_VALUE);
        sent.addAll(frames.additions());
        sync.takeSentBefore(sent);
        return sent;
    }

    private void computeFingerprints() {
        if (!missingFingerprints.isEmpty()) {
            missingFingerprints.computeNext();
            positionDue |= missingFingerprints.isEmpty();
            wake();
        }
    }

    private void sendManifest() throws Exception {
        while (manifest != null
                && outlet.hasRoom()
                && manifest.isReady(feed.state().nextSequence())) {
            ByteBuf frame = Unpooled.buffer(settings.frameSize()).writeZero(FeedOutlet.HEADROOM);
            boolean last = manifest.writeNext(frame);
            outlet.send(frame);
            if (last) {
                manifest = null;
            }
        }
    }

    private void become(State next) {
        state = next;
        LOGGER.info(
                "Replica {} on node {} at {} of original queue {} is {}",
                request.replicaQueue(),
                request.replicaNode(),
                request.remoteAddress(),
                queue.getName(),
                next);
    }

    private interface Step {
        void run() throws Exception;
    }

    private void inOrder(Step step) {
        executor.execute(() -> {
            if (state == State.ENDED) {
                return;
            }
            try {
                step.run();
            } catch (Exception e) {
                LOGGER.warn("Serving replica {} of {} failed", request.replicaQueue(), queue.getName(), e);
                endNow(new Farewell(Farewell.Reason.ERROR, "the original broker failed to serve: " + e));
            }
        });
    }

    private static void rethrow(Throwable failure) throws Exception {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause != null) {
            throw cause instanceof Exception exception ? exception : new IllegalStateException(cause);
        }
    }

    private void endNow(Farewell farewell) {
        if (state == State.ENDED) {
            return;
        }
        become(State.ENDED);
        followed.remove(this);
        sync.end("its feed has ended");
        frames.close();
        feed.close();
        missingFingerprints.clear();
        try {
            if (farewell == null || !outlet.hasConsumer()) {
                outlet.delete();
            } else {
                ByteBuf frame = Unpooled.buffer(256).writeZero(FeedOutlet.HEADROOM);
                farewell.write(frame);
                outlet.send(frame);
            }
        } catch (Exception e) {
            LOGGER.warn("Closing the feed to replica {} of {} failed", request.replicaQueue(), queue.getName(), e);
        }
    }

    /** Removes the feed's queue once the replica has gone. */
    void deleteOutlet() {
        sync.end("its feed has ended");
        executor.execute(() -> {
            endNow(null);
            try {
                outlet.delete();
            } catch (Exception e) {
                LOGGER.debug("The feed queue of {} is gone already", request.feed(), e);
            }
        });
    }
}
