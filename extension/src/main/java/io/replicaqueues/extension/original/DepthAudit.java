// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.QueueDepth;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a queue's depth with what is known of it. A listing may have overlooked messages, and some ways to change a
 * queue pass no hook. A difference that stays the same for a while is no change on its way; one that is zero, twice in
 * succession, says that nothing is amiss. Confined to the session's thread.
 */
final class DepthAudit {

    private static final Logger LOGGER = LoggerFactory.getLogger(DepthAudit.class);
    /** Heartbeats over which an unexplained difference must stay the same to be believed. */
    private static final int PATIENCE = 4;
    /** The same at most, where one listing after the other leaves the same difference. */
    private static final int LONGEST_PATIENCE = 4_000;
    /** Looks right after a listing, for half a second. */
    private static final int QUICK_LOOKS = 25;

    private static final long QUICK_MILLIS = 20;

    private final FeedRequest request;
    private final Queue queue;
    private final ChangeFeed feed;
    private final FollowedQueues followed;
    private final SessionThread thread;
    private final Audited session;

    private long last;
    private int since;
    /** The difference that the queue was last listed for; 0 if it was accounted for since. */
    private long listedFor;
    /** Heartbeats over which that difference must stay the same until the queue is listed for it once more. */
    private int patienceAfterwards;

    private boolean accounted;
    private boolean zeroBefore;
    private boolean listedTwice;
    private int listing;

    DepthAudit(
            FeedRequest request,
            Queue queue,
            ChangeFeed feed,
            FollowedQueues followed,
            SessionThread thread,
            Audited session) {
        this.request = request;
        this.queue = queue;
        this.feed = feed;
        this.followed = followed;
        this.thread = thread;
        this.session = session;
    }

    /** Who serves what is audited; asked and told on the session's thread. */
    interface Audited extends ChangeIntake.Wakeable {

        /** Whether all changes since the listing are known, and none is left out on purpose. */
        boolean isRecording();

        /** Changes were missed: only another listing helps. */
        void missed() throws Exception;
    }

    /** Whether every message of the queue has been accounted for since it was listed. */
    boolean isAccounted() {
        return accounted;
    }

    /** The queue was listed: what the listing may have overlooked is to be found out soon. */
    void listed() {
        listing++;
        accounted = false;
        zeroBefore = false;
        since = 0;
        lookSoon(QUICK_LOOKS);
    }

    private void lookSoon(int times) {
        look(seen -> {
            accountFor(seen.difference);
            if (accounted) {
                listedTwice = false;
            } else if (times > 1 || seen.isInconclusive()) {
                int left = Math.max(1, times - 1);
                thread.executeLater(QUICK_MILLIS, TimeUnit.MILLISECONDS, () -> lookSoon(left));
            } else if (seen.difference > 0 && !listedTwice) {
                // Once only: if another listing does not help, patience may.
                listedTwice = true;
                LOGGER.info(
                        "The listing of original queue {} overlooked {} messages: listing it again for replica {}",
                        queue.getName(),
                        seen.difference,
                        request.replicaQueue());
                session.missed();
            }
        });
    }

    /** @param live whether the replica has been told everything that was found when the queue was listed */
    void heartbeat(boolean live) {
        look(seen -> {
            accountFor(seen.difference);
            boolean tellsNothing = live && seen.isInconclusive();
            if (!tellsNothing && hasMissedChanges(live ? seen.difference : 0)) {
                session.missed();
            }
        });
    }

    /**
     * By how many messages the queue is deeper than what is known of it.
     *
     * @param uncertain how many messages may have been counted that nobody could be told of yet
     */
    private record Seen(long difference, int uncertain) {

        private static final Seen NOTHING = new Seen(1, 1);

        /** Whether the messages that nobody could be told of may be all there is to it. */
        boolean isInconclusive() {
            return difference > 0 && difference <= uncertain;
        }
    }

    /**
     * Compares: exactly, but for what is just on its way from a hook into the queue or the other way round. What is found
     * after another listing is not told: it is of before. While the broker counts its pages anew, nothing can be said.
     */
    private void look(SessionThread.ResultStep<Seen> result) {
        int ofListing = listing;
        long capturedBefore = feed.capturedInMemory();
        queue.flushOnIntermediate(() -> {
            // Came since, and waits behind this task to be counted.
            long waiting = feed.capturedInMemory() - capturedBefore;
            long stillToCome = request.synchronous() ? followed.uncompleted().uncounted(queue) : 0;
            EarlyCounts early = followed.earlyCounts(queue);
            long untold = early == null ? 0 : early.untold(request.synchronous());
            long difference = QueueDepth.of(queue)
                    + stillToCome
                    + waiting
                    - untold
                    - feed.state().depth();
            Seen seen = QueueDepth.isCountedAnew(queue)
                    ? Seen.NOTHING
                    : new Seen(difference, early == null ? 0 : early.uncertain());
            thread.execute(() -> {
                if (ofListing == listing && session.isRecording()) {
                    result.take(seen);
                }
            });
        });
    }

    private void accountFor(long difference) {
        boolean accountedBefore = accounted;
        accounted |= difference == 0 && zeroBefore;
        zeroBefore = difference == 0;
        if (accounted && zeroBefore) {
            listedFor = 0;
        }
        if (accounted != accountedBefore) {
            session.mark();
        }
    }

    private boolean hasMissedChanges(long difference) {
        since = difference != 0 && difference == last ? since + 1 : 0;
        last = difference;
        int patience = listedFor != 0 && difference == listedFor ? patienceAfterwards : PATIENCE;
        if (since < patience) {
            return false;
        }
        since = 0;
        // A count of pages may be wrong for good: then no listing helps, and each takes long.
        patienceAfterwards = Math.min(2 * patience, LONGEST_PATIENCE);
        listedFor = difference;
        LOGGER.warn(
                "Original queue {} has {} messages more than its changes account for: comparing it with replica {}",
                queue.getName(),
                difference,
                request.replicaQueue());
        return true;
    }
}
