// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.wire.Manifest;
import org.agrona.collections.LongHashSet;

/**
 * Sends the full list of the original's messages, part by part, each time the replica wants to verify what it holds.
 * Confined to the session's thread.
 */
final class ManifestStream {

    private final ChangeFeed feed;
    private final QueueListings listings;
    private final FeedOutlet outlet;
    private final int frameSize;
    private final SessionThread thread;
    private final Runnable wake;
    private final DeletionWatch deletion;

    private boolean requested;
    private long token;
    /** Null while the queue is being listed. */
    private QueueListing listing;

    private ChangeFeed.Moment listed;
    /** Null while it is not known which of the listed messages were never in the replica. */
    private ManifestParts parts;
    /** Null unless a part was made and not sent. */
    private Manifest part;

    private boolean changesAreNext;
    private long changesUntilNanos;

    /**
     * @param wake makes the session call {@link #send} and {@link #sendInTurn}
     * @param deletion of the queue, which the replica must not take for messages that have gone
     */
    ManifestStream(
            ChangeFeed feed,
            QueueListings listings,
            FeedOutlet outlet,
            int frameSize,
            SessionThread thread,
            Runnable wake,
            DeletionWatch deletion) {
        this.feed = feed;
        this.listings = listings;
        this.outlet = outlet;
        this.frameSize = frameSize;
        this.thread = thread;
        this.wake = wake;
        this.deletion = deletion;
        this.changesUntilNanos = System.nanoTime();
    }

    /** Lists the queue, unless a list is on its way. */
    void request(long withToken) {
        if (!requested) {
            requested = true;
            token = withToken;
            list();
        }
    }

    private void list() {
        listing = null;
        feed.beginComparison();
        thread.executeWith(listings.takeToVerify(feed), content -> {
            listing = content;
            listed = feed.now();
            wake.run();
        });
    }

    /** Whether a list is to be sent. */
    boolean isRequested() {
        return requested;
    }

    /** Whether a list is being sent, part by part. */
    boolean isUnderWay() {
        return parts != null;
    }

    /**
     * Sends a part where the session would send changes, of which a busy original has some at any time: every other time at
     * most, and they may take as long as the part before took.
     *
     * @return whether a part was sent
     */
    boolean sendInTurn() throws Exception {
        boolean changesAreDue = changesAreNext || System.nanoTime() - changesUntilNanos < 0;
        changesAreNext = false;
        return !changesAreDue && send();
    }

    /**
     * Sends a part, once the replica has been told of everything the list may contain, and of everything that had gone
     * before; none as long as somebody is deleting the queue. To be called only when what the feed gave out was sent as a
     * whole.
     *
     * @return whether a part was sent
     */
    boolean send() throws Exception {
        if (!requested || deletion.isPending() || !isReady()) {
            return false;
        }
        long begun = System.nanoTime();
        part = part == null ? parts.next() : part;
        if (deletion.isPending()) {
            // A deletion is announced before the first message goes: what was made until then lacks none of them.
            return false;
        }
        ByteBuf frame = Unpooled.buffer(frameSize).writeZero(FeedOutlet.HEADROOM);
        part.write(frame);
        outlet.send(frame);
        long ended = System.nanoTime();
        changesUntilNanos = ended + (ended - begun);
        changesAreNext = true;
        if (part.last()) {
            requested = false;
            listing = null;
            parts = null;
        }
        part = null;
        return true;
    }

    private boolean isReady() {
        if (parts == null && listing != null && feed.hasTakenAllUntil(listed)) {
            LongHashSet gone = feed.endComparison();
            if (gone == null) {
                list();
            } else {
                parts = new ManifestParts(token, listing.messages(), gone);
            }
        }
        return parts != null;
    }
}
