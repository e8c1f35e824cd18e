// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.PageReader;
import io.replicaqueues.extension.message.QueueDepth;
import io.replicaqueues.extension.original.FollowerStatus.State;
import io.replicaqueues.extension.wire.Farewell;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.extension.wire.WireException;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one replica of one original queue: first the difference to what it holds, then every change. Its state is
 * confined to an ordered executor of the broker; every method may be called by any thread and returns at once.
 */
final class FeedSession implements DepthAudit.Audited {

    private static final Logger LOGGER = LoggerFactory.getLogger(FeedSession.class);
    /** What one run does at most before others get the thread. */
    private static final int FRAMES_PER_RUN = 16;

    private final ActiveMQServer server;
    private final FollowedQueues followed;
    private final FeedRequest request;
    private final Queue queue;
    private final FeedOutlet outlet;
    private final FeedSettings settings;
    private final Executor executor;
    private final Instant since = Instant.now();
    private final ChangeFeed feed;
    private final CatchUp catchUp;
    private final FrameStream stream;
    private final FramePace pace;
    private final SyncMode sync;
    private final ChangeIntake intake;
    private final SessionThread thread;
    private final QueueListings listings;
    private final ManifestStream manifest;
    private final DepthAudit audit;
    private final DeletionWatch deletion = new DeletionWatch();
    private final WelcomeFrames welcomes;
    private final ClaimMemory.Share claimMemory;
    /** There is something to send, or to be done. */
    private final Runnable wake;

    private final Runnable mark;

    private volatile State state = State.OPENED;
    private volatile Instant lastClaim = since;

    FeedSession(
            ActiveMQServer server,
            FollowedQueues followed,
            FeedRequest request,
            Queue queue,
            FeedOutlet outlet,
            FeedSettings settings,
            ClaimMemory.Share claimMemory) {
        this.server = server;
        this.followed = followed;
        this.request = request;
        this.queue = queue;
        this.outlet = outlet;
        this.settings = settings;
        this.claimMemory = claimMemory;
        this.executor = server.getExecutorFactory().getExecutor();
        this.thread = new SessionThread(executor, server.getScheduledPool(), () -> state == State.ENDED, this::failed);
        this.wake = thread.once(this::run);
        this.mark = thread.once(this::sendPosition);
        this.listings = new QueueListings(server, followed, queue, executor);
        this.feed = new ChangeFeed(settings.maxPendingChanges(), settings.maxPendingBytes());
        this.manifest = new ManifestStream(feed, listings, outlet, settings.frameSize(), thread, wake, deletion);
        this.catchUp = new CatchUp(feed);
        this.welcomes = new WelcomeFrames(queue, outlet);
        this.pace = new FramePace(
                feed, outlet, settings.frameSize(), request.synchronous(), this::isKeepingUp, thread, wake::run);
        this.sync = new SyncMode(request, settings.syncTimeoutMillis(), followed.epochs(), this::mark);
        this.intake = new ChangeIntake(queue, request.synchronous(), feed, sync, this);
        FrameBuilder frames = new FrameBuilder(feed, new PageReader(queue.getPagingStore()), settings.frameSize());
        this.audit = new DepthAudit(request, queue, feed, followed, thread, this);
        this.stream = new FrameStream(feed, frames, outlet, sync, request.synchronous(), audit::isAccounted);
    }

    Queue queue() {
        return queue;
    }

    FeedRequest request() {
        return request;
    }

    /** Whether the replica has not taken the feed, or not said anything more of what it holds, since then. */
    boolean isAbandonedSince(Instant longAgo) {
        return since.isBefore(longAgo)
                && (!outlet.hasConsumer() || (state == State.OPENED && lastClaim.isBefore(longAgo)));
    }

    FollowerStatus status() {
        return FollowerStatus.of(request, since, state, feed.state(), outlet);
    }

    @Override
    public void changed() {
        if (!pace.isGathering()) {
            wake.run();
        }
    }

    /** The replica is to be told the present position. */
    @Override
    public void mark() {
        mark.run();
    }

    /** The queue is about to be deleted, and with it every message: that is nothing for the replica to follow. */
    void beforeQueueIsDeleted() {
        deletion.announced();
        feed.freeze();
        sync.degrade("the queue is being deleted");
        thread.execute(() -> {
            if (state == State.OPENED) {
                endNow(new Farewell(Farewell.Reason.ERROR, "original queue " + queue.getName() + " is being deleted"));
            }
        });
    }

    /** The replica has confirmed a frame. */
    void confirmed() {
        sync.confirmed(outlet.confirmed());
        wake.run();
    }

    void welcome(Welcome first) {
        thread.execute(() -> welcomes.send(first));
    }

    /** @throws WireException if the claim is malformed, or there is no memory for it */
    void hold(byte[] idsOfReplica) throws WireException {
        if (state != State.OPENED) {
            throw new WireException("the replica is followed by a feed already");
        }
        claimMemory.reserveFor(idsOfReplica);
        lastClaim = Instant.now();
        thread.execute(() -> catchUp.claim(idsOfReplica));
    }

    /** @param heldByReplica how many ids {@link #hold} must have brought */
    void follow(long heldByReplica) {
        thread.execute(() -> {
            if (state == State.OPENED) {
                catchUp.requireClaimed(heldByReplica);
                become(State.CATCHING_UP);
                followed.add(intake);
                sync.start(server.getScheduledPool());
                beginCatchUp();
                listWithEarlierAdditions();
            }
        });
    }

    void verify(long token) {
        thread.execute(() -> {
            if (state != State.OPENED) {
                manifest.request(token);
            }
        });
    }

    /** Called by a timer: a replica that keeps up hears from its original at least this often. */
    void heartbeat() {
        thread.execute(() -> {
            if (deletion.isPending()) {
                // Nothing is recorded: another position would claim what is not known.
                if (deletion.isOver() && !catchUp.isListing()) {
                    catchUpAgain();
                }
            } else {
                stream.positionIsDue();
                audit.heartbeat(state == State.LIVE);
                welcomes.sendChangedSettings();
            }
            wake.run();
        });
    }

    /** The queue has been deleted; the replica is told so, after what happened before. */
    void queueIsDeleted(Farewell farewell) {
        sync.end("the queue has been deleted");
        followed.remove(intake);
        deletion.done(farewell);
        thread.execute(() -> {
            if (isServing() && !feed.overflowed() && outlet.hasConsumer()) {
                wake.run();
            } else {
                endNow(farewell);
            }
        });
    }

    /** Ends the session at once, without a word to the replica. */
    void end() {
        sync.end("its feed has ended");
        executor.execute(() -> endNow(null));
    }

    // On the session's thread.

    /**
     * Additions that are on their way since before this session was known are told when they are in the queue, later ones
     * when they are stored, which may be sooner: the earlier ones have to be in the listing.
     */
    private void listWithEarlierAdditions() {
        if (request.synchronous()) {
            followed.epochs().whenAllHaveLeft(server.getScheduledPool(), () -> thread.execute(this::list));
        } else {
            list();
        }
    }

    private void list() {
        thread.executeWith(listings.take(), content -> {
            catchUp.listed(content);
            audit.listed();
            mark();
        });
    }

    @Override
    public boolean isRecording() {
        return isServing() && !deletion.isPending() && !feed.overflowed();
    }

    @Override
    public void missed() throws Exception {
        catchUpAgain();
    }

    private void run() throws Exception {
        if (!isServing() || (feed.overflowed() && deletion.isPending())) {
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
            if (!sendNext()) {
                computeFingerprints();
                endIfDeleted();
                return;
            }
        }
        // There may always be something to send.
        computeFingerprints();
        if (outlet.hasRoom()) {
            wake.run();
        }
    }

    private void sendPosition() {
        stream.positionIsDue();
        wake.run();
    }

    private boolean isKeepingUp() {
        return state == State.LIVE && !deletion.isPending();
    }

    /** Whether it is known what the replica is to be told. */
    private boolean isServing() {
        return state != State.OPENED && !catchUp.isListing();
    }

    private void endIfDeleted() {
        Farewell farewell = deletion.farewell();
        if (farewell != null) {
            endNow(farewell);
        }
    }

    private void catchUpAgain() throws Exception {
        sync.degrade("it is being caught up");
        become(State.CATCHING_UP);
        catchUp.claimWhatWasSent();
        beginCatchUp();
        stream.sendCatchingUp(QueueDepth.of(queue));
        list();
    }

    /** A deletion that is announced at this moment freezes the feed before or after it is made to record, or here. */
    private void beginCatchUp() {
        catchUp.begin();
        if (deletion.isPending()) {
            feed.freeze();
        }
    }

    private boolean sendNext() throws Exception {
        boolean streaming = stream.isStreaming();
        if (!streaming && manifest.sendInTurn()) {
            return true;
        }
        // Behind the parts of a manifest changes would gather for no reason.
        boolean gathering = !streaming && !manifest.isUnderWay() && pace.isGathering();
        stream.pauseBehindLargeBodies(manifest.isRequested());
        return (!gathering && sendFrame()) || manifest.send();
    }

    private boolean sendFrame() throws Exception {
        if (!stream.sendNext(state == State.LIVE, !deletion.isPending())) {
            return false;
        }
        if (state == State.CATCHING_UP && !stream.saidCatchingUp()) {
            become(State.LIVE);
            claimMemory.release();
        }
        return true;
    }

    private void computeFingerprints() {
        if (catchUp.lacksFingerprints()) {
            catchUp.computeFingerprints();
            if (!catchUp.lacksFingerprints()) {
                stream.positionIsDue();
            }
            wake.run();
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

    private void failed(Exception cause) {
        LOGGER.warn("Serving replica {} of {} failed", request.replicaQueue(), queue.getName(), cause);
        endNow(new Farewell(Farewell.Reason.ERROR, "the original broker failed to serve: " + cause));
    }

    private void endNow(Farewell farewell) {
        if (state == State.ENDED) {
            return;
        }
        become(State.ENDED);
        followed.remove(intake);
        sync.end("its feed has ended");
        stream.close();
        feed.close();
        catchUp.end();
        claimMemory.release();
        try {
            if (farewell == null || !outlet.hasConsumer()) {
                outlet.delete();
            } else {
                welcomes.send(farewell);
            }
        } catch (Exception e) {
            if (server.isStarted()) {
                LOGGER.warn("Closing the feed to replica {} of {} failed", request.replicaQueue(), queue.getName(), e);
            } else {
                LOGGER.debug("The feed to replica {} went with its broker", request.replicaQueue(), e);
            }
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
