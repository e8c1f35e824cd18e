// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.message.PageReader;
import io.replicaqueues.extension.wire.ChangesWriter;
import io.replicaqueues.extension.wire.FeedPosition;
import org.agrona.collections.LongArrayList;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packs what is pending in a {@link ChangeFeed} into frames; confined to the session's thread. */
final class FrameBuilder {

    private static final Logger LOGGER = LoggerFactory.getLogger(FrameBuilder.class);
    private static final int MAX_REMOVALS = 500_000;
    private static final int IDLE_SIZE = 1_024;
    /** At least as long ago was the change that nobody remembers. */
    private static final int OF_UNKNOWN_AGE_MILLIS = 1;
    /** There is one after every burst of changes. */
    private static final int EMPTY_FRAMES_OF_IDLENESS = 3;

    private final ChangeFeed feed;
    private final PageReader pages;
    private final int frameSize;
    /** Grows with the frames. */
    private ByteBuf buffer = Unpooled.buffer(IDLE_SIZE);

    /** Additions that are complete, or given up, with this frame. */
    private final LongArrayList additions = new LongArrayList();

    private ChangesWriter frame;
    private int emptyFrames;
    private ChangeFeed.State before;
    private LargeMessageStream large;
    private boolean pausing;
    private boolean completedLarge;
    private long frames;

    /** @param pages of the original queue's address */
    FrameBuilder(ChangeFeed feed, PageReader pages, int frameSize) {
        this.feed = feed;
        this.pages = pages;
        this.frameSize = frameSize;
    }

    /** Whether {@link #fill} is to put nothing behind the end of a large body, at which nothing is half sent. */
    void pauseBehindLargeBodies(boolean pause) {
        pausing = pause;
    }

    /** Fills the next frame as far as there is something to send; returns the number of changes in it. */
    int fill() {
        shrinkIfIdle();
        buffer.clear().writeZero(FeedOutlet.HEADROOM);
        additions.clear();
        before = feed.state();
        Roaring64Bitmap removals = feed.takeRemovals(MAX_REMOVALS);
        frame = new ChangesWriter(buffer, removals);
        if (large != null && removals.contains(large.addition().id())) {
            // The replica cannot remove what it has only a part of: were it completed, nothing would remove it.
            frame.largeGivenUp(large.addition().id());
            additions.addLong(large.addition().id());
            close();
        }
        completedLarge = false;
        boolean more = true;
        while (more && frame.size() < frameSize && !(pausing && completedLarge)) {
            more = appendNext();
        }
        int changes = removals.getIntCardinality() + frame.additions();
        emptyFrames = changes == 0 && large == null ? emptyFrames + 1 : 0;
        return changes;
    }

    /** Replicas by the thousand, of which few are busy, must not keep a frame's memory each. */
    private void shrinkIfIdle() {
        if (emptyFrames >= EMPTY_FRAMES_OF_IDLENESS && buffer.capacity() > IDLE_SIZE) {
            buffer = Unpooled.buffer(IDLE_SIZE);
        }
    }

    /** The messages that the replica has once it has this frame, or will never have. */
    LongArrayList additions() {
        return additions;
    }

    /**
     * Completes the frame that {@link #fill} began.
     *
     * @param synchronous whether producers wait for the replica
     * @param provable whether the digest covers the whole queue
     */
    ByteBuf finish(boolean catchingUp, boolean synchronous, boolean provable) {
        ChangeFeed.State after = feed.state();
        boolean inCatchUp = large != null && large.addition().isCatchUp();
        boolean live = large != null && !inCatchUp;
        long oldest = live ? large.addition().sinceNanos() : before.oldestNanos();
        frames++;
        frame.finish(new FeedPosition(
                frames,
                after.depth(),
                after.catchUpRemaining() + (inCatchUp ? 1 : 0),
                after.pending() + (live ? 1 : 0),
                oldest == 0 ? 0 : Math.max(0, (System.nanoTime() - oldest) / 1_000_000),
                catchingUp,
                synchronous,
                provable && after.digestKnown() && large == null,
                after.digest()));
        return buffer;
    }

    /**
     * A frame without changes that says that the replica has fallen behind, by changes which are not known any more.
     *
     * @param depth messages in the original queue
     */
    ByteBuf catchingUp(long depth) {
        ChangeFeed.State now = feed.state();
        long behind = Math.max(1, depth - now.depth());
        buffer.clear().writeZero(FeedOutlet.HEADROOM);
        frames++;
        new ChangesWriter(buffer, new Roaring64Bitmap())
                .finish(new FeedPosition(
                        frames, depth, behind, behind, OF_UNKNOWN_AGE_MILLIS, true, false, false, now.digest()));
        return buffer;
    }

    /** Whether the body of a large message is on its way. */
    boolean isStreaming() {
        return large != null;
    }

    void close() {
        if (large != null) {
            large.close();
            large = null;
        }
    }

    private boolean appendNext() {
        if (large != null) {
            continueLarge();
            return true;
        }
        PendingAddition addition = feed.poll();
        if (addition == null) {
            pages.release();
            return false;
        }
        try {
            append(addition);
        } catch (ActiveMQException | RuntimeException e) {
            giveUp(addition, e);
        }
        return true;
    }

    private void append(PendingAddition addition) throws ActiveMQException {
        Message message = addition.message(pages);
        long fingerprint = Fingerprint.of(message);
        if (message.isLargeMessage()) {
            large = LargeMessageStream.begin(addition, message, fingerprint, frame);
            feed.sent(addition.id(), fingerprint);
            return;
        }
        frame.addition(
                addition.id(),
                fingerprint,
                out -> MessageCodec.encode(message, () -> addition.dueMillis(message), out));
        feed.sent(addition.id(), fingerprint);
        additions.addLong(addition.id());
        addition.release();
    }

    private void continueLarge() {
        try {
            if (large.writeNext(frame)) {
                additions.addLong(large.addition().id());
                completedLarge = true;
                close();
            }
        } catch (ActiveMQException | RuntimeException e) {
            frame.largeGivenUp(large.addition().id());
            feed.notSent(large.addition().id());
            additions.addLong(large.addition().id());
            LOGGER.warn("Large message {} cannot be read: {}", large.addition().id(), e.getMessage());
            close();
        }
    }

    private void giveUp(PendingAddition addition, Exception cause) {
        feed.notSent(addition.id());
        additions.addLong(addition.id());
        addition.release();
        if (addition.isPaged()) {
            LOGGER.debug("Message {} has left its page, as the feed will say", addition.id(), cause);
        } else {
            LOGGER.warn("Message {} cannot be sent to a replica: {}", addition.id(), cause.toString());
        }
    }
}
