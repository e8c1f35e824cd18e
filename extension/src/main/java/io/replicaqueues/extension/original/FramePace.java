// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Lets changes gather while an earlier frame is on its way, so that producers who each wait for their confirmation do not
 * make a frame of every message: what a frame costs on both brokers is then shared by many changes. A frame goes when it
 * is full or when the one before was sent long enough ago, and when that one is confirmed, unless it had many changes
 * and nobody waits for the next. Changes that come one by one are hardly delayed. Safe on any thread.
 */
final class FramePace {

    /** Changes of a frame from which the next is worth waiting for. */
    private static final int MANY = 4;

    private static final long NANOS_AFTER_MANY = TimeUnit.MICROSECONDS.toNanos(2_000);
    private static final long NANOS_AFTER_FEW = TimeUnit.MICROSECONDS.toNanos(500);

    /** The frames that were sent; asked on any thread. */
    interface Traffic {

        /** Whether every frame is confirmed. */
        boolean isConfirmed();

        /** Changes in the latest frame. */
        int changesSent();

        /** How long ago the latest frame was sent. */
        long nanosSinceSent();
    }

    private final ChangeFeed feed;
    private final Traffic traffic;
    private final int frameSize;
    private final boolean waitedFor;
    private final BooleanSupplier mayGather;
    private final SessionThread thread;
    private final SessionThread.Step whenOver;
    private final AtomicBoolean endScheduled = new AtomicBoolean();

    /**
     * @param frameSize bytes that fill a frame
     * @param waitedFor whether producers may wait for the replica
     * @param mayGather asked on any thread
     * @param whenOver is run on the session's thread when changes have gathered for long enough
     */
    FramePace(
            ChangeFeed feed,
            Traffic traffic,
            int frameSize,
            boolean waitedFor,
            BooleanSupplier mayGather,
            SessionThread thread,
            SessionThread.Step whenOver) {
        this.feed = feed;
        this.traffic = traffic;
        this.frameSize = frameSize;
        this.waitedFor = waitedFor;
        this.mayGather = mayGather;
        this.thread = thread;
        this.whenOver = whenOver;
    }

    /** Whether changes are gathering; something will then make the session send them. */
    boolean isGathering() {
        boolean many = traffic.changesSent() >= MANY;
        if (traffic.isConfirmed() && (!many || waitedFor)) {
            return false;
        }
        if (!mayGather.getAsBoolean() || feed.liveBytes() >= frameSize) {
            return false;
        }
        long left = (many ? NANOS_AFTER_MANY : NANOS_AFTER_FEW) - traffic.nanosSinceSent();
        if (left <= 0) {
            return false;
        }
        if (endScheduled.compareAndSet(false, true)) {
            thread.executeLater(left, TimeUnit.NANOSECONDS, () -> {
                endScheduled.set(false);
                whenOver.run();
            });
        }
        return true;
    }
}
