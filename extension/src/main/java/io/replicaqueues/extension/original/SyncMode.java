// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.collections.LongArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether producers wait for one replica, and what the replica may claim of it. Safe on any thread; {@link #advance} is
 * called by the session's alone.
 *
 * <p>A replica that asked for it becomes synchronous when it is live and keeps up: first every new addition is held, then
 * what had passed the hooks before is waited for, and only the frame that carries the last of that says so. It ceases to
 * be synchronous, and everybody is let go at once, when it fails to confirm in time or can no longer.
 */
final class SyncMode {

    private static final Logger LOGGER = LoggerFactory.getLogger(SyncMode.class);
    private static final long SHORTEST_TICK_MILLIS = 5;
    private static final long LONGEST_TICK_MILLIS = 50;
    /** The part of the timeout within which frames must be confirmed before producers begin to wait. */
    private static final int KEEPS_UP = 10;

    private static final long NOT_YET = -1;

    private enum Stage {
        /** The replica never asked for it. */
        NOT_ASKED,
        /** Nobody waits. */
        DEGRADED,
        /** Producers wait; what came before is still on its way. */
        SETTLING,
        SYNCHRONOUS,
        ENDED
    }

    private final FeedRequest request;
    private final long timeoutNanos;
    private final CaptureEpochs epochs;
    private final SyncHolds holds = new SyncHolds();
    /** Additions that a frame before the next one carried: confirmed with the next. */
    private final ConcurrentLinkedQueue<Long> sentBefore = new ConcurrentLinkedQueue<>();

    private final Runnable wake;
    private ScheduledFuture<?> timer;

    private Stage stage;
    private CaptureEpochs.Barrier barrier;
    private long settledThrough;
    private long notBeforeNanos = System.nanoTime();

    /** @param wake lets the session tell the replica of a change, or look whether there is one to be made */
    SyncMode(FeedRequest request, long timeoutMillis, CaptureEpochs epochs, Runnable wake) {
        this.request = request;
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        this.epochs = epochs;
        this.wake = wake;
        this.stage = request.synchronous() ? Stage.DEGRADED : Stage.NOT_ASKED;
    }

    /** Begins to look after the timeout; {@link #end} ends that. */
    synchronized void start(ScheduledExecutorService pool) {
        if (stage == Stage.DEGRADED) {
            long tick = TimeUnit.NANOSECONDS.toMillis(timeoutNanos / 20);
            tick = Math.min(LONGEST_TICK_MILLIS, Math.max(SHORTEST_TICK_MILLIS, tick));
            timer = pool.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        if (holds.isAnyOlderThan(timeoutNanos)) {
            degrade("it did not confirm within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms (sync-timeout)");
        } else if (isOnItsWay()) {
            wake.run();
        }
    }

    private synchronized boolean isOnItsWay() {
        return stage == Stage.DEGRADED || stage == Stage.SETTLING;
    }

    // From the hooks.

    /** Lets the producer of an addition wait for the replica, if producers do at present. */
    boolean hold(long id, Hold hold) {
        return holds.hold(id, hold);
    }

    boolean isHeld(long id) {
        return holds.isHeld(id);
    }

    void release(long id) {
        holds.release(id);
    }

    /** An addition that producers wait for was sent already: the confirmation of the next frame includes it. */
    void releaseWithNextFrame(long id) {
        sentBefore.add(id);
    }

    // From the session.

    /**
     * Looks, after a frame was filled, whether producers may wait, and whether this frame may say that they do.
     *
     * @param live whether the replica is live and no body of a large message is on its way
     * @param feed what is pending besides the frame
     * @param captured asked for the latest live addition
     * @param unconfirmedNanos how long the oldest frame has been on its way
     */
    synchronized boolean advance(boolean live, ChangeFeed.State feed, LongSupplier captured, long unconfirmedNanos) {
        if (!live) {
            // The body of a large message may be on its way; for whatever ends it there is degrade().
            return stage == Stage.SYNCHRONOUS;
        }
        if (stage == Stage.DEGRADED
                && feed.pending() == 0
                && unconfirmedNanos < timeoutNanos / KEEPS_UP
                && System.nanoTime() - notBeforeNanos >= 0) {
            holds.begin();
            barrier = epochs.raise();
            settledThrough = NOT_YET;
            stage = Stage.SETTLING;
        }
        if (stage == Stage.SETTLING && barrier.isPassed()) {
            if (settledThrough == NOT_YET) {
                settledThrough = captured.getAsLong();
            }
            if (feed.nextSequence() > settledThrough) {
                stage = Stage.SYNCHRONOUS;
                LOGGER.info(
                        "Producers of original queue {} wait for replica {} on node {}",
                        request.queue(),
                        request.replicaQueue(),
                        request.replicaNode());
            }
        }
        return stage == Stage.SYNCHRONOUS;
    }

    /** The additions that the next frame confirms besides its own. */
    void takeSentBefore(LongArrayList into) {
        for (Long id = sentBefore.poll(); id != null; id = sentBefore.poll()) {
            into.addLong(id);
        }
    }

    /** A frame has been confirmed. */
    void confirmed(LongArrayList additions) {
        for (int i = 0; i < additions.size(); i++) {
            holds.release(additions.getLong(i));
        }
    }

    /** Lets everybody go; producers wait again by themselves once the replica keeps up. */
    void degrade(String reason) {
        boolean wasSynchronous;
        synchronized (this) {
            if (stage != Stage.SETTLING && stage != Stage.SYNCHRONOUS) {
                return;
            }
            wasSynchronous = stage == Stage.SYNCHRONOUS;
            stage = Stage.DEGRADED;
            notBeforeNanos = System.nanoTime() + timeoutNanos;
        }
        holds.giveUp();
        sentBefore.clear();
        if (wasSynchronous) {
            LOGGER.warn(
                    "Producers of original queue {} no longer wait for replica {} on node {}: {}",
                    request.queue(),
                    request.replicaQueue(),
                    request.replicaNode(),
                    reason);
        }
        wake.run();
    }

    /** Lets everybody go for good. */
    void end(String reason) {
        degrade(reason);
        synchronized (this) {
            stage = stage == Stage.NOT_ASKED ? stage : Stage.ENDED;
            if (timer != null) {
                timer.cancel(false);
            }
        }
        // The session may have begun again in between.
        holds.giveUp();
        sentBefore.clear();
    }
}
