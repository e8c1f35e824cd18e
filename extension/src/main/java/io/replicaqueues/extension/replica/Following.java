// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.AmqpDelivery;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.wire.Changes;
import io.replicaqueues.extension.wire.Farewell;
import io.replicaqueues.extension.wire.FeedPosition;
import io.replicaqueues.extension.wire.Frame;
import io.replicaqueues.extension.wire.Manifest;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * The replica's side of a feed, over all its reconnections: opens it, says what is held, applies what comes and
 * compares digests. Confined to the replica's executor.
 */
final class Following implements ParityKeeper.Link {

    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 5_000;
    private static final long WELCOME_SECONDS = 20;

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
    private final Admission admission;
    private final ParityKeeper parity;
    private final RemovalWatch removals;
    private final SyncClaim claim;

    /** Null while there is no feed. */
    private Follower follower;
    /** Of the feed that was opened last. */
    private FeedReception reception;

    private boolean everConnected;
    /** Nobody waits for it, unless asked for. */
    private FinalPosition finalPosition = new FinalPosition();

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
        this.feedWatch =
                new FeedWatch(executor, new SilencePatience(condition, holding, original.endpointsText(), this::retry));
        this.admission = new Admission(condition, new KnownOriginal(condition, original), queue, holding);
        this.claim = new SyncClaim(condition, executor);
        this.parity = new ParityKeeper(
                condition,
                queue,
                original.endpointsText(),
                executor,
                environment.server().getScheduledPool(),
                holding,
                this);
        this.removals = new RemovalWatch(executor, holding, this::tampered);
    }

    /** Forgets what stood in the way before. */
    void forgiveAndConnect() {
        ended = false;
        holding.resume();
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
        Follower opened = new Follower(
                environment,
                original,
                condition.definition().originalQueue(),
                name(),
                condition.definition().activation(),
                condition.definition().acknowledgement(),
                new FeedListener());
        link(opened);
        giveUpUnlessWelcomed(opened);
        opened.open();
    }

    private void link(Follower opened) {
        follower = opened;
        reception = new FeedReception(holding, standstill, meters, claim, parity, new ReceptionListener());
    }

    private void giveUpUnlessWelcomed(Follower opened) {
        executor.executeLater(TimeUnit.SECONDS.toMillis(WELCOME_SECONDS), () -> {
            if (follower == opened && !opened.isFollowing()) {
                retry("the original at " + original.endpointsText() + " did not answer within " + WELCOME_SECONDS
                        + " s: trying again");
            }
        });
    }

    /** Takes over a feed that was opened before the replica existed, and what the original has said of itself last. */
    void adopt(Follower opened, Supplier<Welcome> takeOver) {
        if (!mayConnect()) {
            opened.close();
            return;
        }
        link(opened);
        holding.whenValid(
                () -> {
                    if (follower != opened) {
                        return;
                    }
                    Welcome welcome = takeOver.get();
                    if (opened.hasEnded()) {
                        retry("the link to the original at " + original.endpointsText() + " was lost: trying again");
                    } else {
                        welcomed(welcome);
                    }
                },
                this::retry);
    }

    /** Ends the feed for good: a try to connect that was planned before comes to nothing. */
    void end(String reason) {
        ended = true;
        holding.end();
        unlink(reason);
    }

    /** Ends the feed; nothing that is still on its way is applied. */
    void unlink(String reason) {
        if (follower != null) {
            follower.close();
            follower = null;
            reception.end();
        }
        feedWatch.end();
        holding.discardIncomplete();
        meters.linkLost();
        claim.unlinked(reason);
        parity.unlinked(reason);
    }

    /** A message leaves the queue, with this transaction if there is one; called by the broker's hooks on any thread. */
    void messageLeft(Transaction transaction, MessageReference reference) {
        removals.messageLeft(transaction, reference);
    }

    private void tampered() {
        if (!ended) {
            parity.tampered();
        }
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
    CompletableFuture<Void> reachFinalPosition() {
        if (!condition.is(ReplicaState.LIVE) || follower == null) {
            return CompletableFuture.completedFuture(null);
        }
        finalPosition = new FinalPosition();
        finalPosition.ask(follower::mark, reception::framesReceived, executor);
        return finalPosition.reached();
    }

    /** Whether there is a feed, be it only being opened. */
    @Override
    public boolean isUp() {
        return follower != null;
    }

    @Override
    public void requestManifest(long token) {
        follower.verify(token);
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
            reception.take(changes, delivery, size);
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
            admission.takeSettings(welcome);
            return;
        }
        try {
            admission.admit(welcome);
        } catch (Admission.RefusedException e) {
            failWithoutOriginal(e.getMessage());
            return;
        } catch (Exception e) {
            retry("the definition could not be stored: " + e.getMessage());
            return;
        }
        if (everConnected) {
            meters.countReconnect();
        }
        everConnected = true;
        meters.connected();
        patience.renew();
        feedWatch.begin(welcome.heartbeatMillis());
        condition.become(ReplicaState.CATCHING_UP, "connected to the original");
        follower.follow(holding.index().ids());
    }

    private void farewell(Farewell farewell) {
        if (farewell.reason() == Farewell.Reason.DELETED) {
            failWithoutOriginal(farewell.text() + "; replica queue " + name()
                    + " keeps its content: disconnect() makes it an ordinary queue, start() follows a new original");
        } else {
            retry(farewell.text());
        }
    }

    @Override
    public void retry(String reason) {
        if (isToFollow()) {
            meters.error(reason);
            reconnectAfter(backoff.nextMillis(), reason);
        }
    }

    @Override
    public void reconnectAfter(long millis, String reason) {
        if (!isToFollow()) {
            return;
        }
        unlink(reason);
        condition.become(ReplicaState.CONNECTING, reason);
        executor.executeLater(millis, this::connect);
    }

    @Override
    public void fail(String reason) {
        unlink(reason);
        condition.fail(reason, condition.definition().allowsAnotherOriginal());
    }

    /** The original is gone, or another is where it was: only an explicit start may accept that. */
    private void failWithoutOriginal(String reason) {
        unlink(reason);
        condition.fail(reason, true);
    }

    /** What comes to light later does not start again what a person, or a failure, has stopped. */
    private boolean isToFollow() {
        return !ended && !condition.is(ReplicaState.STOPPED) && !condition.is(ReplicaState.FAILED);
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
                if (from == follower && patience.isExhaustedBy(cause)) {
                    fail(cause.getMessage());
                } else if (from == follower) {
                    retry(cause.getMessage());
                }
            });
        }
    }

    /** Goes on as the changes that come allow. */
    private final class ReceptionListener implements FeedReception.Listener {

        /** A welcome alone is no progress: what cannot be applied would be asked for again and again at once. */
        @Override
        public void progressed() {
            backoff.reset();
            roomWatch.progressed();
        }

        @Override
        public void reached(FeedPosition position) {
            if (position.catchingUp()) {
                condition.become(ReplicaState.CATCHING_UP, "catching up");
            } else {
                backoff.reset();
                condition.become(ReplicaState.LIVE, "caught up");
            }
            finalPosition.stored(position);
        }

        /** Lets go of the original, which keeps nothing for a replica that is away, until there is room again. */
        @Override
        public void full(String lack) {
            meters.error(lack);
            unlink(lack);
            condition.become(ReplicaState.CONNECTING, lack);
            roomWatch.await(Following.this::connect);
        }

        @Override
        public void broken(String reason) {
            retry(reason);
        }
    }
}
