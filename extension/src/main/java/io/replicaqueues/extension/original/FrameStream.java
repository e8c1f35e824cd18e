// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.function.BooleanSupplier;
import org.agrona.collections.LongArrayList;

/**
 * Sends the changes that are pending for one replica, frame by frame, each with the position it leads to. Confined to the
 * session's thread.
 */
final class FrameStream {

    private static final LongArrayList NO_ADDITIONS = new LongArrayList(0, LongArrayList.DEFAULT_NULL_VALUE);

    private final ChangeFeed feed;
    private final FrameBuilder frames;
    private final FeedOutlet outlet;
    private final SyncMode sync;
    private final boolean synchronous;
    private final BooleanSupplier accounted;

    private boolean positionDue;
    private boolean sentCatchingUp = true;
    private boolean sentProvable;
    private boolean sentSynchronous;

    /**
     * @param synchronous whether the replica asked for producers to wait for it
     * @param accounted whether the feed knows every message of the queue: until then no digest proves anything
     */
    FrameStream(
            ChangeFeed feed,
            FrameBuilder frames,
            FeedOutlet outlet,
            SyncMode sync,
            boolean synchronous,
            BooleanSupplier accounted) {
        this.feed = feed;
        this.frames = frames;
        this.outlet = outlet;
        this.sync = sync;
        this.synchronous = synchronous;
        this.accounted = accounted;
    }

    /** The next frame is to be sent even if there is nothing else to say than the position. */
    void positionIsDue() {
        positionDue = true;
    }

    /** Whether the body of a large message is on its way. */
    boolean isStreaming() {
        return frames.isStreaming();
    }

    /** Whether a frame that completes a large body is to hold nothing behind it, so that others get their turn. */
    void pauseBehindLargeBodies(boolean pause) {
        frames.pauseBehindLargeBodies(pause);
    }

    /** Whether the latest frame said that the replica is still catching up. */
    boolean saidCatchingUp() {
        return sentCatchingUp;
    }

    /**
     * Sends what is pending, or just the position if that is due.
     *
     * @param live whether the replica is live
     * @param mayBeWaitedFor whether producers may be let wait for the replica, if it keeps up
     * @return whether there was anything to send
     */
    boolean sendNext(boolean live, boolean mayBeWaitedFor) throws Exception {
        int changes = frames.fill();
        ChangeFeed.State now = feed.state();
        boolean catchingUp = now.catchUpRemaining() > 0 || (frames.isStreaming() && !live);
        boolean keepsUp = live && mayBeWaitedFor && !catchingUp && !frames.isStreaming();
        boolean waitedFor = sync.advance(keepsUp, now, feed::captured, outlet.unconfirmedNanos());
        boolean provable = now.digestKnown() && accounted.getAsBoolean();
        boolean news = catchingUp != sentCatchingUp || provable != sentProvable || waitedFor != sentSynchronous;
        if (changes == 0 && !positionDue && !news) {
            return false;
        }
        outlet.send(frames.finish(catchingUp, waitedFor, provable), changes, sentAdditions());
        positionDue = false;
        sentCatchingUp = catchingUp;
        sentProvable = provable;
        sentSynchronous = waitedFor;
        return true;
    }

    /**
     * Says that the replica is to be caught up, unless it knows: it would not hear of it before the queue is listed, which
     * takes its time with a deep one.
     *
     * @param depth messages in the original queue
     */
    void sendCatchingUp(long depth) throws Exception {
        if (!sentCatchingUp) {
            outlet.send(frames.catchingUp(depth));
            sentCatchingUp = true;
            sentProvable = false;
            sentSynchronous = false;
        }
    }

    /** The additions that producers may wait for and that are confirmed with the frame. */
    private LongArrayList sentAdditions() {
        if (!synchronous) {
            return NO_ADDITIONS;
        }
        LongArrayList sent = new LongArrayList(frames.additions().size() + 1, LongArrayList.DEFAULT_NULL_VALUE);
        sent.addAll(frames.additions());
        sync.takeSentBefore(sent);
        return sent;
    }

    void close() {
        frames.close();
    }
}
