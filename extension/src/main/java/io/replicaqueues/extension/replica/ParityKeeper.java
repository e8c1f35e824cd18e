// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.QueueDepth;
import io.replicaqueues.extension.message.QueueSnapshot;
import io.replicaqueues.extension.wire.Digest;
import io.replicaqueues.extension.wire.FeedPosition;
import io.replicaqueues.extension.wire.Manifest;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the replica's content is the original's: what is to be done when digests differ, and the comparison of
 * the full content. Confined to the replica's executor.
 */
final class ParityKeeper {

    private static final Logger LOGGER = LoggerFactory.getLogger(ParityKeeper.class);
    /** Repairs in a row, without parity between them, after which the whole content is compared. */
    private static final int REPAIRS_BEFORE_VERIFY = 2;

    private static final int REPAIRS_IN_A_ROW = 4;
    private static final long REPAIR_PAUSE_MILLIS = 30_000;
    private static final long NONE = -1;
    private static final String REPAIRING = "repairing a difference";

    private final ReplicaCondition condition;
    private final Queue queue;
    private final String original;
    private final OrderedContext executor;
    private final ScheduledExecutorService timer;
    private final Holding holding;
    private final Link link;
    private final DepthWatch depthWatch = new DepthWatch(System::nanoTime);

    private int repairsInARow;
    private boolean tamperedWith;
    private Verification verification;
    /** Id of the last message that came with other content than announced, since there was parity. */
    private long altered = NONE;

    ParityKeeper(
            ReplicaCondition condition,
            Queue queue,
            String original,
            OrderedContext executor,
            ScheduledExecutorService timer,
            Holding holding,
            Link link) {
        this.condition = condition;
        this.queue = queue;
        this.original = original;
        this.executor = executor;
        this.timer = timer;
        this.holding = holding;
        this.link = link;
    }

    /** What it needs of the feed. */
    interface Link {

        /** Whether there is a feed. */
        boolean isUp();

        /** Asks the original for the list of its messages. */
        void requestManifest(long token);

        void reconnectAfter(long millis, String reason);

        /** Follows again after a while, with an error for the operator. */
        void retry(String reason);

        void fail(String reason);
    }

    /** Compares the whole content, or joins the comparison that is under way; only when live. */
    Verification verify() {
        if (verification == null) {
            verification = new Verification(System.nanoTime());
            link.requestManifest(verification.token());
        }
        return verification;
    }

    /** A message came or went as the original's did. */
    void changed(long id) {
        if (verification != null) {
            verification.changed(id);
        }
    }

    /** A message was taken from the queue by somebody else. */
    void tampered() {
        condition.meters().countRemoved();
        if (!tamperedWith) {
            LOGGER.warn("Somebody removes messages from replica queue {}: it will be repaired", queue.getName());
        }
        tamperedWith = true;
    }

    /** Says what is known at a position that is in the journal. */
    void stored(boolean proved) {
        if (proved && holding.isIdle() && verification == null && QueueDepth.isExact(queue)) {
            long difference = holding.excess();
            if (depthWatch.isAmiss(difference)) {
                readAnew(difference);
                return;
            }
        }
        condition.parity(proved, proved ? "content proved equal" : "not proved at the latest position of the feed");
        if (proved) {
            forgive();
            tamperedWith = false;
        }
    }

    /** Digests are of what was put into the queue: somebody has changed it past the hooks of the broker. */
    private void readAnew(long difference) {
        condition.meters().countRepair();
        String reason = "the queue holds " + Math.abs(difference) + " messages " + (difference > 0 ? "more" : "fewer")
                + " than the original sent";
        condition.parity(false, reason);
        LOGGER.warn("Somebody has changed replica queue {}: {}; reading it anew", queue.getName(), reason);
        holding.invalidate();
        link.reconnectAfter(0, REPAIRING);
    }

    /** Forgets repairs that led to nothing. */
    void forgive() {
        repairsInARow = 0;
        altered = NONE;
    }

    /** Asked for again, a message damaged by accident comes as it is; one that does not would come for ever. */
    void altered(AlteredMessageException message) {
        condition.meters().countRepair();
        if (altered == message.id()) {
            link.fail(message.getMessage()
                    + ", twice in a row: see that both brokers run the same version of Artemis and of the"
                    + " extension, then start() replica queue " + queue.getName()
                    + ", or remove the message from original queue "
                    + condition.definition().originalQueue() + " at " + original);
        } else {
            altered = message.id();
            link.retry(message.getMessage() + ": it is asked for again");
        }
    }

    /** The link is down. */
    void unlinked(String reason) {
        if (verification != null) {
            verification.outcome().completeExceptionally(new IllegalStateException(reason));
            verification = null;
        }
        condition.parity(false, reason);
    }

    /** The content is not the original's although every change was applied: follow again with what is really there. */
    void repair(FeedPosition position, Digest mine) {
        if (verification != null) {
            return;
        }
        repairsInARow++;
        condition.meters().countRepair();
        condition.parity(false, "the content differs from the original's");
        LOGGER.warn(
                "Replica queue {} holds {} messages where {} has {}, or others: repairing the difference",
                queue.getName(),
                mine.count(),
                original,
                position.digest().count());
        holding.invalidate();
        if (repairsInARow == REPAIRS_BEFORE_VERIFY && condition.is(ReplicaState.LIVE)) {
            Verification unused = verify();
        } else {
            link.reconnectAfter(repairsInARow < REPAIRS_IN_A_ROW ? 0 : REPAIR_PAUSE_MILLIS, REPAIRING);
        }
    }

    /** A part of the list of the original's messages has come. */
    void manifest(Manifest part) {
        Verification current = verification;
        if (current == null || current.token() != part.token()) {
            return;
        }
        current.take(part);
        if (part.last()) {
            var unused = holding.applier()
                    .everythingStored()
                    .thenCompose(nothing -> QueueSnapshot.take(queue, timer, executor))
                    .thenCompose(listing -> listing.forEach(current::compare, executor)
                            .thenApply(nothing -> current.conclude(
                                    listing.size(), queue.getName().toString(), original)))
                    .whenComplete((outcome, failure) -> executor.execute(() -> verified(current, outcome, failure)));
        }
    }

    private void verified(Verification current, Verification.Outcome outcome, Throwable failure) {
        boolean mine = verification == current;
        if (mine) {
            verification = null;
        }
        if (failure != null) {
            current.outcome().completeExceptionally(failure);
            return;
        }
        current.outcome().complete(outcome);
        if (!mine || !link.isUp()) {
            return;
        }
        if (!outcome.report().isEqual()) {
            removeWrong(outcome);
        }
        if (!holding.isValid()) {
            link.reconnectAfter(0, REPAIRING);
        }
    }

    private void removeWrong(Verification.Outcome outcome) {
        LOGGER.warn("{}", outcome.report().getDetail());
        condition.meters().countRepair();
        condition.parity(false, outcome.report().getDetail());
        holding.invalidate();
        try {
            holding.applier().removeAll(outcome.wrong());
        } catch (Exception e) {
            LOGGER.warn("Messages of replica queue {} could not be removed", queue.getName(), e);
        }
    }
}
