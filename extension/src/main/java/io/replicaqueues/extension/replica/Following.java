// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.AmqpDelivery;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import io.replicaqueues.extension.wire.Changes;
import io.replicaqueues.extension.wire.Digest;
import io.replicaqueues.extension.wire.Farewell;
import io.replicaqueues.extension.wire.FeedPosition;
import io.replicaqueues.extension.wire.Frame;
import io.replicaqueues.extension.wire.Manifest;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.extension.wire.WireException;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replica's side of a feed, over all its reconnections: opens it, says what is held, applies what comes and
 * compares digests. Confined to the replica's executor.
 */
final class Following {

    private static final Logger LOGGER = LoggerFactory.getLogger(Following.class);
    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 5_000;
    private static final Duration PATIENCE_FOR_WELCOME = Duration.ofSeconds(20);
    private static final Duration PATIENCE_WHEN_LIVE = Duration.ofSeconds(10);
    /** The original says nothing while it lists a deep queue. */
    private static final Duration PATIENCE_IN_CATCH_UP = Duration.ofMinutes(5);

    private final ReplicaEnvironment environment;
    private final ReplicaCondition condition;
    private final OriginalAddress original;
    private final Queue queue;
    private final Standstill standstill;
    private final OrderedContext executor;
    private final Holding holding;
    private final ReplicaMeters meters;
    private final RefusalPatience patience = new RefusalPatience(System::nanoTime);
    private final Backoff backoff = new Backoff(FIRST_RETRY_MILLIS, LAST_RETRY_MILLIS);
    private final RoomWatch roomWatch;
    private final FeedWatch feedWatch;
    private final KnownOriginal known;
    private final ParityKeeper parity;
    private final SyncClaim claim;

    private Follower follower;
    private boolean everConnected;
    /** Frames of the present feed received so far. */
    private long framesOfFeed;

    private long framesReceived;
    private CompletableFuture<Void> finalPosition;
    private boolean acceptAnotherOriginal;
    private boolean ended;

    Following(
            ReplicaEnvironment environment,
            ReplicaCondition condition,
            OriginalAddress original,
            Queue queue,
            Standstill standstill,
            OrderedContext executor) {
        this.environment = environment;
        this.condition = condition;
        this.original = original;
        this.queue = queue;
        this.standstill = standstill;
        this.executor = executor;
        this.meters = condition.meters();
        Room room = new Room(environment.server(), queue);
        this.holding = new Holding(
                environment,
                condition,
                queue,
                executor,
                room,
                new ChangeCounter(meters, this::changed, this::notFound));
        this.roomWatch = new RoomWatch(room, executor);
        this.feedWatch = new FeedWatch(executor, new SilenceListener());
        this.known = new KnownOriginal(condition, original);
        this.claim = new SyncClaim(condition, executor);
        this.parity = new ParityKeeper(
                condition,
                queue,
                original.endpointsText(),
                executor,
                environment.server().getScheduledPool(),
                holding,
                new FeedLink());
    }

    /**
     * Forgets what stood in the way before.
     *
     * @param acceptAnother whether another original may take the place of the one that is known
     */
    void forgiveAndConnect(boolean acceptAnother) {
        acceptAnotherOriginal = acceptAnother;
        ended = false;
        parity.forgive();
        backoff.reset();
        patience.renew();
        connect();
    }

    /** Opens a feed, if the replica is to connect and has none. */
    void connect() {
        if (mayConnect()) {
            holding.whenValid(this::openFeed, this::retry);
        }
    }

    private boolean mayConnect() {
        return condition.is(ReplicaState.CONNECTING) && follower == null && !ended;
    }

    private void openFeed() {
        if (!mayConnect()) {
            return;
        }
        follower = new Follower(
                environment.connections(),
                original,
                condition.definition().originalQueue(),
                environment.server().getNodeID().toString(),
                name(),
                condition.definition().activation(),
                condition.definition().acknowledgement(),
                environment.settings().window(),
                new FeedListener());
        follower.open();
        giveUpUnlessWelcomed(follower);
    }

    private void giveUpUnlessWelcomed(Follower opened) {
        executor.executeLater(PATIENCE_FOR_WELCOME.toMillis(), () -> {
            if (follower == opened && !opened.isFollowing()) {
                retry("the original at " + original.endpointsText() + " did not answer within "
                        + PATIENCE_FOR_WELCOME.toSeconds() + " s: trying again");
            }
        });
    }

    /** Takes over a feed that has been opened, and welcomed, before the replica existed. */
    void adopt(Follower opened, Welcome welcome) {
        follower = opened;
        holding.whenValid(
                () -> {
                    if (follower == opened) {
                        welcomed(welcome);
                    }
                },
                this::retry);
    }

    /** Ends the feed for good: a try to connect that was planned before comes to nothing. */
    void end(String reason) {
        ended = true;
        unlink(reason);
    }

    /** Ends the feed; nothing that is still on its way is applied. */
    void unlink(String reason) {
        if (follower != null) {
            follower.close();
            follower = null;
        }
        feedWatch.end();
        holding.discardIncomplete();
        meters.linkLost();
        claim.unlinked(reason);
        parity.unlinked(reason);
    }

    /**
     * A message leaves the queue, with this transaction if there is one; called by the broker's hooks on any thread.
     * Until the commit it may still be listed as being there.
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
            if (!ended && (holding.index().remove(originalId) || listed)) {
                parity.tampered();
            }
        });
    }

    private void notFound() {
        holding.invalidate();
        reconnectAfter(0, "messages that have left the original were not found here: reading the queue anew");
    }

    private void changed(long id) {
        parity.changed(id);
    }

    /** Completes when everything applied is in the queue and in the journal; may be called on any thread. */
    CompletableFuture<Void> idle() {
        return holding.idle();
    }

    /** Asks the original for its position now; completes when all of it is applied. At once unless live. */
    void reachFinalPosition(CompletableFuture<Void> reached) {
        finalPosition = reached;
        if (condition.is(ReplicaState.LIVE) && follower != null) {
            follower.mark();
        } else {
            reached.complete(null);
        }
    }

    /** Whether there is a feed, be it only being opened. */
    boolean isLinked() {
        return follower != null;
    }

    /** Compares the whole content with the original's, or joins the comparison that is under way; only when live. */
    Verification verify() {
        return parity.verify();
    }

    /** Hears what comes of a feed that is opened before the replica exists and adopted then. */
    Follower.Listener listener() {
        return new FeedListener();
    }

    private void dispatch(Frame frame, AmqpDelivery delivery, int size) {
        if (frame instanceof Changes changes) {
            apply(changes, delivery, size);
            return;
        }
        delivery.accept();
        if (frame instanceof Welcome welcome) {
            welcomed(welcome);
        } else if (frame instanceof Manifest part) {
            parity.manifest(part);
        } else if (frame instanceof Farewell farewell) {
            farewell(farewell);
        }
    }

    private void welcomed(Welcome welcome) {
        if (follower.isFollowing()) {
            takeSettings(welcome);
            return;
        }
        Optional<String> objection = known.objection(welcome, holding.index().ids());
        if (objection.isPresent() && !acceptAnotherOriginal) {
            failWithoutOriginal(objection.get());
            return;
        }
        if (objection.isPresent() && !makeWayFor(welcome)) {
            return;
        }
        try {
            known.remember(welcome);
        } catch (Exception e) {
            retry("the definition could not be stored: " + e.getMessage());
            return;
        }
        acceptAnotherOriginal = false;
        if (everConnected) {
            meters.countReconnect();
        }
        everConnected = true;
        meters.connected();
        patience.renew();
        feedWatch.begin(welcome.heartbeatMillis());
        condition.become(ReplicaState.CATCHING_UP, "connected to the original");
        framesOfFeed = 0;
        follower.follow(holding.index().ids());
    }

    /** Prepares to follow another original than before: what is held of the one before does not count. */
    private boolean makeWayFor(Welcome welcome) {
        Optional<String> obstacle = QueueSettings.obstacle(welcome.settings(), queue);
        if (obstacle.isPresent()) {
            fail("the new original could not be accepted: replica queue " + name() + " " + obstacle.get()
                    + ", and that cannot be changed: disconnect() it, and create another replica");
            return false;
        }
        try {
            LOGGER.info("Replica queue {} accepts another original and replaces its content", name());
            holding.makeWayFor(new Identity(welcome.nodeId(), welcome.queueId()));
            return true;
        } catch (Exception e) {
            fail("the new original could not be accepted: " + e.getMessage());
            return false;
        }
    }

    /** The original's settings were changed; they are to act after {@code disconnect()}. */
    private void takeSettings(Welcome welcome) {
        try {
            known.remember(welcome);
        } catch (Exception e) {
            LOGGER.warn("The changed settings of the original of replica queue {} could not be stored", name(), e);
        }
    }

    private void apply(Changes frame, AmqpDelivery delivery, int size) {
        long arrived = System.nanoTime();
        FeedPosition position = frame.position();
        meters.received(size, position, arrived);
        claim.received(position);
        framesReceived++;
        long number = framesReceived;
        Follower from = follower;
        standstill.keep();
        long changesBefore = meters.changes();
        try {
            requireNext(position);
            boolean[] proved = new boolean[1];
            holding.applier().apply(frame, () -> {
                delivery.accept();
                if (follower == from) {
                    stored(position, arrived, proved[0], number == framesReceived);
                }
            });
            progressed(changesBefore);
            Digest mine = holding.index().digest();
            proved[0] = position.digestKnown() && position.digest().equals(mine);
            if (position.digestKnown() && !proved[0]) {
                parity.repair(position, mine);
            }
        } catch (NoRoomException e) {
            progressed(changesBefore);
            waitForRoom(e.getMessage());
        } catch (AlteredMessageException e) {
            holding.invalidate();
            parity.altered(e);
        } catch (Exception e) {
            holding.invalidate();
            retry("changes could not be applied: " + e.getMessage());
        }
    }

    /** A welcome alone is no progress: what cannot be applied would be asked for again and again at once. */
    private void progressed(long changesBefore) {
        if (meters.changes() != changesBefore) {
            backoff.reset();
            roomWatch.progressed();
        }
    }

    /** Lets go of the original, which keeps nothing for a replica that is away, until there is room again. */
    private void waitForRoom(String lack) {
        meters.error(lack);
        unlink(lack);
        condition.become(ReplicaState.CONNECTING, lack);
        roomWatch.await(this::connect);
    }

    private void requireNext(FeedPosition position) throws WireException {
        framesOfFeed++;
        if (position.frame() != framesOfFeed) {
            throw new WireException("frame " + position.frame() + " came where " + framesOfFeed + " was due");
        }
    }

    private void stored(FeedPosition position, long arrived, boolean proved, boolean lastReceived) {
        meters.stored(position, arrived, lastReceived);
        if (position.catchingUp()) {
            condition.become(ReplicaState.CATCHING_UP, "catching up");
        } else {
            backoff.reset();
            condition.become(ReplicaState.LIVE, "caught up");
        }
        claim.stored(position);
        parity.stored(proved);
        if (finalPosition != null && position.pending() == 0) {
            finalPosition.complete(null);
        }
    }

    private void farewell(Farewell farewell) {
        if (farewell.reason() == Farewell.Reason.DELETED) {
            failWithoutOriginal(farewell.text() + "; replica queue " + name()
                    + " keeps its content: disconnect() makes it an ordinary queue, start() follows a new original");
        } else {
            retry(farewell.text());
        }
    }

    private void retry(String reason) {
        meters.error(reason);
        reconnectAfter(backoff.nextMillis(), reason);
    }

    private void reconnectAfter(long millis, String reason) {
        unlink(reason);
        condition.become(ReplicaState.CONNECTING, reason);
        executor.executeLater(millis, this::connect);
    }

    private void fail(String reason) {
        unlink(reason);
        condition.fail(reason, acceptAnotherOriginal);
    }

    /** The original is gone, or another is where it was: only an explicit start may accept that. */
    private void failWithoutOriginal(String reason) {
        unlink(reason);
        condition.fail(reason, true);
    }

    private String name() {
        return queue.getName().toString();
    }

    /** Brings what happens on the link to the replica's executor; what comes of an earlier follower is dropped. */
    private final class FeedListener implements Follower.Listener {

        @Override
        public void frame(Follower from, Frame frame, AmqpDelivery delivery, int size) {
            feedWatch.heard();
            executor.execute(() -> {
                if (from == follower) {
                    dispatch(frame, delivery, size);
                }
            });
        }

        @Override
        public void lost(Follower from, FollowException cause) {
            executor.execute(() -> {
                if (from != follower) {
                    return;
                }
                if (patience.isExhaustedBy(cause)) {
                    fail(cause.getMessage());
                } else {
                    retry(cause.getMessage());
                }
            });
        }
    }

    /** The link looks alive, but nothing comes over it. */
    private final class SilenceListener implements FeedWatch.Listener {

        @Override
        public void silent(long sinceNanos) {
            meters.silent(sinceNanos);
            if (meters.inParity()) {
                LOGGER.info("Replica queue {} hears nothing of its original at {}", name(), original.endpointsText());
            }
            condition.parity(false, "nothing is heard of the original at " + original.endpointsText());
        }

        /** What came last may have been damaged so that all that follows is taken for a part of it. */
        @Override
        public void stillSilent(long nanos) {
            Duration patience = condition.is(ReplicaState.LIVE) ? PATIENCE_WHEN_LIVE : PATIENCE_IN_CATCH_UP;
            if (nanos > patience.toNanos() && holding.isIdle()) {
                retry("nothing was heard of the original at " + original.endpointsText() + " for "
                        + patience.toSeconds() + " s although the link is up: following it anew");
            }
        }
    }

    /** What keeping parity needs of the feed. */
    private final class FeedLink implements ParityKeeper.Link {

        @Override
        public boolean isUp() {
            return follower != null;
        }

        @Override
        public void requestManifest(long token) {
            follower.verify(token);
        }

        @Override
        public void reconnectAfter(long millis, String reason) {
            Following.this.reconnectAfter(millis, reason);
        }

        @Override
        public void retry(String reason) {
            Following.this.retry(reason);
        }

        @Override
        public void fail(String reason) {
            Following.this.fail(reason);
        }
    }
}
