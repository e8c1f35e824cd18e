// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.AmqpDelivery;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.message.QueueSnapshot;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import io.replicaqueues.extension.wire.Changes;
import io.replicaqueues.extension.wire.Farewell;
import io.replicaqueues.extension.wire.FeedPosition;
import io.replicaqueues.extension.wire.Frame;
import io.replicaqueues.extension.wire.Manifest;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of this broker that follows an original queue: a state machine whose state is confined to an ordered executor.
 * The operations may be called on any thread and wait for their outcome; what is shown may be read on any thread.
 */
public final class ReplicaQueue {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReplicaQueue.class);
    private static final long ANSWER_MILLIS = 10_000;
    private static final long FINAL_POSITION_MILLIS = 3_000;
    private static final long POLL_MILLIS = 10;
    private static final long VERIFY_MINUTES = 30;
    /** Repairs in a row, without parity between them, after which the whole content is compared. */
    private static final int REPAIRS_BEFORE_VERIFY = 2;

    private static final int REPAIRS_IN_A_ROW = 4;
    private static final long REPAIR_PAUSE_MILLIS = 30_000;

    private final ReplicaEnvironment environment;
    private final Queue queue;
    private final OriginalAddress original;
    private final OrderedContext executor;
    private final ReplicaContent content;
    private final ReplicaIndex index = new ReplicaIndex();
    private final ReplicaMeters meters;
    private final Backoff backoff = new Backoff();

    private volatile ReplicaDefinition definition;
    private volatile ReplicaState state;
    private volatile Instant stateSince = Instant.now();

    private Follower follower;
    private FrameApplier applier;
    private boolean indexValid;
    /** Another original that was found where the known one had been, and whether it may take its place. */
    private Identity refusedIdentity;

    private Identity acceptedIdentity;
    private boolean everConnected;
    private int repairsInARow;
    private long framesReceived;
    private Verification verification;
    private CompletableFuture<Void> finalPosition;

    ReplicaQueue(ReplicaEnvironment environment, ReplicaDefinition definition, Queue queue) {
        this.environment = environment;
        this.definition = definition;
        this.queue = queue;
        this.original = environment.credentials().stored(definition.original());
        this.executor = new OrderedContext(environment.server());
        this.content = new ReplicaContent(environment.server(), queue);
        this.meters = new ReplicaMeters(definition.counters());
        this.state = initialState(definition);
        if (!definition.failure().isEmpty()) {
            meters.error(definition.failure());
        }
    }

    private static ReplicaState initialState(ReplicaDefinition definition) {
        if (!definition.failure().isEmpty()) {
            return ReplicaState.FAILED;
        }
        return definition.following() ? ReplicaState.CONNECTING : ReplicaState.STOPPED;
    }

    // What is shown.

    public String queueName() {
        return queue.getName().toString();
    }

    /** The original as a person would name it, without secrets. */
    public String originalText() {
        return original.endpointsText();
    }

    public String originalQueue() {
        return definition.originalQueue();
    }

    /** Empty until the original has been connected once. */
    public String originalNodeId() {
        return definition.identity().nodeId();
    }

    public String acknowledgement() {
        return definition.acknowledgement();
    }

    public ReplicaState state() {
        return state;
    }

    public Instant stateSince() {
        return stateSince;
    }

    public ReplicaMeters meters() {
        return meters;
    }

    /** Messages in the replica queue. */
    public long depth() {
        return queue.getMessageCount();
    }

    // Operations.

    /** Follows, or follows again; accepts another original if that is why the replica had failed. */
    public void start() {
        await(executor.submit(() -> {
            requireReplica();
            environment.settings().requireEnabled(brokerName());
            if (definition.following() && state != ReplicaState.FAILED && state != ReplicaState.STOPPED) {
                return null;
            }
            acceptedIdentity = refusedIdentity;
            repairsInARow = 0;
            save(definition.withFollowing(true, ""));
            become(ReplicaState.CONNECTING, "started");
            backoff.reset();
            connect();
            return null;
        }));
    }

    /** Pauses; the queue stays protected. */
    public void stop() {
        await(executor.submit(() -> {
            requireReplica();
            if (state != ReplicaState.STOPPED) {
                save(definition.withFollowing(false, "").withCounters(meters.counters()));
                unlink("it was stopped");
                become(ReplicaState.STOPPED, "stopped");
            }
            return null;
        }));
    }

    /** Ends replication: the queue is an ordinary one, complete and writable, when this returns. */
    public DisconnectReport disconnect() {
        awaitFinalPosition();
        DisconnectReport report = await(executor.submit(this::finalReport));
        await(idle());
        await(executor.submit(() -> {
            QueueSettings.apply(environment.server(), queue, definition.settings());
            queue.setMirrorController(false);
            environment.definitions().delete(queueName());
            environment.guard().lift(queueName());
            become(ReplicaState.DISCONNECTED, "disconnected");
            environment.events().disconnected(this);
            return null;
        }));
        return report;
    }

    /** Completes when everything applied is in the queue and in the journal. */
    private CompletableFuture<Void> idle() {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        executor.execute(() -> completeWhenIdle(idle));
        return idle;
    }

    private void completeWhenIdle(CompletableFuture<Void> idle) {
        if (applier == null || applier.isIdle()) {
            idle.complete(null);
        } else {
            executor.executeLater(POLL_MILLIS, () -> completeWhenIdle(idle));
        }
    }

    private void awaitFinalPosition() {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        await(executor.submit(() -> {
            requireReplica();
            finalPosition = reached;
            if (state == ReplicaState.LIVE) {
                follower.mark();
            } else {
                reached.complete(null);
            }
            return null;
        }));
        try {
            reached.get(FINAL_POSITION_MILLIS, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            LOGGER.info("Replica queue {} is disconnected without a last word of its original", queueName());
        }
    }

    private DisconnectReport finalReport() {
        requireReplica();
        long originalDepth = meters.originalDepth();
        boolean inParity = meters.inParity();
        long lag = meters.lagMillis();
        long depth = depth();
        String detail = inParity
                ? "replica queue " + queueName() + " was equal to " + originalQueue() + " at " + originalText()
                        + " when it was disconnected"
                : "replica queue " + queueName() + " was NOT proved equal to " + originalQueue() + " at "
                        + originalText() + " when it was disconnected: it was " + state
                        + (meters.lastParity() == null
                                ? " and never was in parity"
                                : ", last in parity at " + meters.lastParity());
        unlink("it was disconnected");
        return new DisconnectReport(originalDepth, depth, inParity, lag, detail);
    }

    /** Compares the whole content with the original's; a difference is repaired. */
    public VerifyReport verify() {
        Verification current = await(executor.submit(() -> {
            requireReplica();
            if (state != ReplicaState.LIVE) {
                throw new IllegalStateException("replica queue " + queueName() + " is " + state
                        + ", and only a LIVE one can be verified: wait until it is LIVE, or start() it");
            }
            return beginVerification();
        }));
        try {
            return current.outcome().get(VERIFY_MINUTES, TimeUnit.MINUTES).report();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "verification of replica queue " + queueName() + " did not end: "
                            + (e.getCause() == null
                                    ? e.toString()
                                    : e.getCause().getMessage()),
                    e);
        }
    }

    private static <T> T await(CompletableFuture<T> result) {
        return OrderedContext.await(result, ANSWER_MILLIS, "the replica did not answer within 10 s: try again");
    }

    private String brokerName() {
        return environment.server().getConfiguration().getName();
    }

    private void requireReplica() {
        if (state == ReplicaState.DISCONNECTED) {
            throw new IllegalStateException("queue " + queueName()
                    + " is no replica any more: create a replica with createReplica() or replicate()");
        }
    }

    // The life of a replica, on its executor from here on.

    /** Protects the queue; before clients can connect. */
    void protect() {
        queue.setMirrorController(true);
        environment.guard().protect(this);
    }

    /** Goes on in the state it was in when the broker stopped. */
    void resume() {
        executor.execute(() -> {
            if (!environment.settings().enabled()) {
                become(ReplicaState.STOPPED, "queue replication is not enabled on broker " + brokerName());
            } else if (state == ReplicaState.CONNECTING) {
                connect();
            }
        });
    }

    /** Takes over a feed that has been opened, and welcomed, before the replica existed. */
    void adopt(Follower opened, Welcome welcome) {
        executor.execute(() -> {
            follower = opened;
            withValidIndex(() -> welcomed(welcome));
        });
    }

    /** Ends following without a trace in the definition: the broker stops. */
    void close() {
        executor.execute(() -> {
            unlink("the broker stops");
            if (state != ReplicaState.DISCONNECTED) {
                try {
                    save(definition.withCounters(meters.counters()));
                } catch (Exception e) {
                    LOGGER.debug("The counters of replica queue {} were not stored", queueName(), e);
                }
            }
        });
    }

    /** A message has left the queue, by whomever; called by the broker's hooks on any thread. */
    void messageLeft(MessageReference reference) {
        if (content.isChangedByThisThread()) {
            return;
        }
        long originalId = OriginalId.idOf(reference.getMessage());
        executor.execute(() -> {
            if (index.remove(originalId)) {
                meters.countRemoved();
                LOGGER.warn(
                        "Somebody removed message {} of the original from replica queue {}: it will be repaired",
                        originalId,
                        queueName());
            }
        });
    }

    private void connect() {
        if (state == ReplicaState.CONNECTING && follower == null) {
            withValidIndex(this::openFeed);
        }
    }

    private void openFeed() {
        if (state != ReplicaState.CONNECTING || follower != null) {
            return;
        }
        follower = new Follower(
                environment.connections(),
                original,
                definition.originalQueue(),
                environment.server().getNodeID().toString(),
                queueName(),
                environment.settings().window(),
                new FeedListener());
        follower.open();
    }

    /** Goes on once the index says what is in the queue; reads the queue if it does not. */
    private void withValidIndex(Runnable next) {
        if (indexValid) {
            next.run();
            return;
        }
        var unused = idle().thenCompose(nothing ->
                        QueueSnapshot.take(queue, environment.server().getScheduledPool(), executor))
                .whenComplete((messages, failure) -> executor.execute(() -> {
                    if (failure != null) {
                        fail("the content of the replica queue cannot be listed: " + failure.getMessage());
                    } else if (readIndex(messages)) {
                        next.run();
                    }
                }));
    }

    private boolean readIndex(List<MessageReference> messages) {
        try {
            useApplier(definition.identity());
            applier.removeForeign(index.rebuild(messages, origin(definition.identity())));
            indexValid = true;
            return true;
        } catch (Exception e) {
            fail("the replica queue cannot be brought in order: " + e.getMessage());
            return false;
        }
    }

    private static long origin(Identity identity) {
        return OriginalId.originOf(identity.nodeId(), identity.queueId());
    }

    private void useApplier(Identity identity) {
        applier = new FrameApplier(
                environment.server().getStorageManager(),
                content,
                index,
                executor,
                origin(identity),
                new ChangeCounter());
    }

    private void welcomed(Welcome welcome) {
        Identity identity = new Identity(welcome.nodeId(), welcome.queueId());
        if (!identity.equals(definition.identity())) {
            if (!identity.equals(acceptedIdentity)) {
                refusedIdentity = identity;
                fail(otherOriginal(welcome));
                return;
            }
            if (!accept(identity, welcome)) {
                return;
            }
        }
        acceptedIdentity = null;
        refusedIdentity = null;
        if (everConnected) {
            meters.countReconnect();
        }
        everConnected = true;
        meters.connected();
        backoff.reset();
        become(ReplicaState.CATCHING_UP, "connected to the original");
        follower.follow(index.ids());
    }

    private String otherOriginal(Welcome welcome) {
        Identity known = definition.identity();
        String what = welcome.nodeId().equals(known.nodeId())
                ? "original queue " + originalQueue() + " at " + originalText() + " was deleted and created again"
                : "another broker answers at " + originalText() + ": node " + welcome.nodeId() + " instead of "
                        + known.nodeId();
        return what + "; replica queue " + queueName()
                + " keeps its content: start() accepts the new original and replaces the content, disconnect() keeps it";
    }

    /** Starts to follow another original than before: what is held of the one before does not count. */
    private boolean accept(Identity identity, Welcome welcome) {
        try {
            LOGGER.info("Replica queue {} accepts another original and replaces its content", queueName());
            applier.removeAll(index.ids());
            useApplier(identity);
            save(definition.withIdentity(identity, welcome.settings()));
            return true;
        } catch (Exception e) {
            fail("the new original could not be accepted: " + e.getMessage());
            return false;
        }
    }

    private void apply(Changes frame, AmqpDelivery delivery, int size) {
        long arrived = System.nanoTime();
        FeedPosition position = frame.position();
        meters.received(size, position, arrived);
        framesReceived++;
        long number = framesReceived;
        try {
            boolean[] proved = new boolean[1];
            applier.apply(frame, () -> {
                delivery.accept();
                if (state == ReplicaState.CATCHING_UP || state == ReplicaState.LIVE) {
                    stored(position, arrived, proved[0], number == framesReceived);
                }
            });
            proved[0] = position.digestKnown() && position.digest().equals(index.digest());
            if (position.digestKnown() && !proved[0]) {
                repair(position);
            }
        } catch (Exception e) {
            indexValid = false;
            applier.discardIncomplete();
            retry("changes could not be applied: " + e.getMessage());
        }
    }

    private void stored(FeedPosition position, long arrived, boolean proved, boolean lastReceived) {
        meters.stored(position, arrived, lastReceived);
        if (position.catchingUp()) {
            become(ReplicaState.CATCHING_UP, "catching up");
        } else {
            become(ReplicaState.LIVE, "caught up");
        }
        parity(proved, proved ? "content proved equal" : "not proved at the latest position of the feed");
        if (proved) {
            repairsInARow = 0;
        }
        if (finalPosition != null && position.pending() == 0) {
            finalPosition.complete(null);
        }
    }

    /** The content is not the original's although every change was applied: follow again with what is really there. */
    private void repair(FeedPosition position) {
        if (verification != null || state == ReplicaState.CONNECTING) {
            return;
        }
        repairsInARow++;
        meters.countRepair();
        parity(false, "the content differs from the original's");
        LOGGER.warn(
                "Replica queue {} holds {} messages where {} has {}, or others: repairing the difference",
                queueName(),
                index.digest().count(),
                originalText(),
                position.digest().count());
        indexValid = false;
        if (repairsInARow == REPAIRS_BEFORE_VERIFY && state == ReplicaState.LIVE) {
            beginVerification();
        } else {
            reconnectAfter(repairsInARow < REPAIRS_IN_A_ROW ? 0 : REPAIR_PAUSE_MILLIS, "repairing a difference");
        }
    }

    private void reconnectAfter(long millis, String reason) {
        unlink(reason);
        become(ReplicaState.CONNECTING, reason);
        executor.executeLater(millis, this::connect);
    }

    private Verification beginVerification() {
        if (verification == null) {
            verification = new Verification(System.nanoTime());
            follower.verify(verification.token());
        }
        return verification;
    }

    private void manifest(Manifest part) {
        Verification current = verification;
        if (current == null || current.token() != part.token()) {
            return;
        }
        current.take(part);
        if (part.last()) {
            var unused = applier.everythingStored()
                    .thenCompose(nothing ->
                            QueueSnapshot.take(queue, environment.server().getScheduledPool(), executor))
                    .thenApply(messages -> current.compare(messages, queueName(), originalText()))
                    .whenComplete((outcome, failure) -> executor.execute(() -> verified(current, outcome, failure)));
        }
    }

    private void verified(Verification current, Verification.Outcome outcome, Throwable failure) {
        if (verification == current) {
            verification = null;
        }
        if (failure != null) {
            current.outcome().completeExceptionally(failure);
            return;
        }
        current.outcome().complete(outcome);
        if (follower == null) {
            return;
        }
        if (!outcome.report().isEqual()) {
            removeWrong(outcome);
        }
        if (!indexValid) {
            reconnectAfter(0, "repairing a difference");
        }
    }

    private void removeWrong(Verification.Outcome outcome) {
        LOGGER.warn("{}", outcome.report().getDetail());
        meters.countRepair();
        parity(false, outcome.report().getDetail());
        indexValid = false;
        try {
            applier.removeAll(outcome.wrong());
        } catch (Exception e) {
            LOGGER.warn("Messages of replica queue {} could not be removed", queueName(), e);
        }
    }

    private void farewell(Farewell farewell) {
        if (farewell.reason() == Farewell.Reason.DELETED) {
            fail(farewell.text() + "; replica queue " + queueName()
                    + " keeps its content: disconnect() makes it an ordinary queue, start() follows a new original");
        } else {
            retry(farewell.text());
        }
    }

    private void retry(String reason) {
        if (!definition.following() || state == ReplicaState.FAILED || state == ReplicaState.DISCONNECTED) {
            return;
        }
        error(reason);
        reconnectAfter(backoff.nextMillis(), reason);
    }

    private void fail(String reason) {
        error(reason);
        unlink(reason);
        try {
            save(definition.withFollowing(true, reason).withCounters(meters.counters()));
        } catch (Exception e) {
            LOGGER.warn("The failure of replica queue {} was not stored", queueName(), e);
        }
        become(ReplicaState.FAILED, reason);
    }

    private void error(String reason) {
        meters.error(reason);
    }

    private void unlink(String reason) {
        if (follower != null) {
            follower.close();
            follower = null;
        }
        if (applier != null) {
            applier.discardIncomplete();
        }
        if (verification != null) {
            verification.outcome().completeExceptionally(new IllegalStateException(reason));
            verification = null;
        }
        meters.linkLost();
        parity(false, reason);
    }

    private void parity(boolean proved, String reason) {
        if (meters.parity(proved)) {
            environment.events().parityChanged(this, proved, reason);
        }
    }

    /** The one place where the state changes. */
    private void become(ReplicaState next, String reason) {
        ReplicaState before = state;
        if (before == next) {
            return;
        }
        state = next;
        stateSince = Instant.now();
        if (next == ReplicaState.FAILED) {
            LOGGER.error("Replica queue {} of {} is FAILED: {}", queueName(), originalText(), reason);
        } else {
            LOGGER.info("Replica queue {} of {} is {}: {}", queueName(), originalText(), next, reason);
        }
        environment.events().stateChanged(this, before, next, reason);
    }

    private void save(ReplicaDefinition changed) throws Exception {
        environment.definitions().save(changed);
        definition = changed;
    }

    /** Brings what happens on the link to the replica's executor; what comes of an earlier follower is dropped. */
    private final class FeedListener implements Follower.Listener {

        @Override
        public void frame(Follower from, Frame frame, AmqpDelivery delivery, int size) {
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
                if (cause.needsAPerson()) {
                    fail(cause.getMessage());
                } else {
                    retry(cause.getMessage());
                }
            });
        }
    }

    /** The listener for a follower that is opened before the replica exists and adopted then. */
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
            manifest(part);
        } else if (frame instanceof Farewell farewell) {
            farewell(farewell);
        }
    }

    private final class ChangeCounter implements FrameApplier.ChangeListener {

        @Override
        public void added(long id) {
            meters.countAdded();
            if (verification != null) {
                verification.changed(id);
            }
        }

        @Override
        public void removed(long id) {
            meters.countRemoved();
            if (verification != null) {
                verification.changed(id);
            }
        }
    }
}
