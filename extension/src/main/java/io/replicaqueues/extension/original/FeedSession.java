// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.message.PageReader;
import io.replicaqueues.extension.message.QueueDepth;
import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.message.QueueSnapshot;
import io.replicaqueues.extension.original.FollowerStatus.State;
import io.replicaqueues.extension.wire.Farewell;
import io.replicaqueues.extension.wire.IdSetCodec;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.extension.wire.WireException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
    private final AtomicBoolean runScheduled = new AtomicBoolean();

    private volatile State state = State.OPENED;

    private Roaring64Bitmap claimed = new Roaring64Bitmap();
    private final MissingFingerprints missingFingerprints;
    private ManifestStream manifest;
    private boolean snapshotPending;
    private boolean positionDue;
    private boolean sentCatchingUp = true;
    private boolean sentDigestKnown;
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
        this.feed = new ChangeFeed(settings.maxPendingChanges());
        this.frames = new FrameBuilder(feed, new PageReader(queue.getPagingStore()), settings.frameSize());
        this.missingFingerprints = new MissingFingerprints(feed);
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

    void added(long id, Message message) {
        if (feed.added(id, message)) {
            wake();
        }
    }

    void removed(long id) {
        if (feed.removed(id)) {
            wake();
        }
    }

    /** The queue is about to be deleted, and with it every message: that is nothing for the replica to follow. */
    void beforeQueueIsDeleted() {
        feed.stopRecording();
        inOrder(deletion::announced);
    }

    void confirmed() {
        outlet.confirmed();
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
        outlet.send(frame, 0);
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
        CompletableFuture<?> unused = QueueSnapshot.take(queue, server.getScheduledPool(), executor)
                .whenComplete((content, failure) -> inOrder(() -> {
                    rethrow(failure);
                    next.accept(content);
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
            if (outlet.isHalfEmpty()) {
                LOGGER.info(
                        "Replica {} of original queue {} fell more than {} changes behind: serving it by difference",
                        request.replicaQueue(),
                        queue.getName(),
                        settings.maxPendingChanges());
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
        long difference =
                state == State.LIVE ? QueueDepth.of(queue) - feed.state().depth() : 0;
        if (audit.isUnexplained(difference)) {
            LOGGER.warn(
                    "Original queue {} has {} messages more than its changes account for: comparing it with replica {}",
                    queue.getName(),
                    difference,
                    request.replicaQueue());
            catchUpAgain();
        }
    }

    private void catchUpAgain() {
        become(State.CATCHING_UP);
        claimed = feed.heldIds();
        startCatchUp();
    }

    /** Sends what is pending, or just the position if that is due; returns whether there was anything to send. */
    private boolean sendFrame() throws Exception {
        int changes = frames.fill();
        ChangeFeed.State now = feed.state();
        boolean catchingUp = now.catchUpRemaining() > 0 || (frames.isStreaming() && state == State.CATCHING_UP);
        boolean news = catchingUp != sentCatchingUp || now.digestKnown() != sentDigestKnown;
        if (changes == 0 && !positionDue && !news) {
            return false;
        }
        outlet.send(frames.finish(catchingUp), changes);
        positionDue = false;
        sentCatchingUp = catchingUp;
        sentDigestKnown = now.digestKnown();
        if (!catchingUp && state == State.CATCHING_UP) {
            become(State.LIVE);
        }
        return true;
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
            outlet.send(frame, 0);
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
        frames.close();
        feed.close();
        missingFingerprints.clear();
        try {
            if (farewell == null || !outlet.hasConsumer()) {
                outlet.delete();
            } else {
                ByteBuf frame = Unpooled.buffer(256).writeZero(FeedOutlet.HEADROOM);
                farewell.write(frame);
                outlet.send(frame, 0);
            }
        } catch (Exception e) {
            LOGGER.warn("Closing the feed to replica {} of {} failed", request.replicaQueue(), queue.getName(), e);
        }
    }

    /** Removes the feed's queue once the replica has gone. */
    void deleteOutlet() {
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
