// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.wire.Manifest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The full list of the original's messages for one verification, sent part by part; confined to the session's thread. */
final class ManifestStream {

    private static final Logger LOGGER = LoggerFactory.getLogger(ManifestStream.class);
    private static final int ENTRIES_PER_FRAME = 2_000;

    private final long token;
    private final ChangeFeed feed;
    private final QueueListings listings;
    private final SessionThread thread;
    private final Runnable wake;
    /** Null while it is being listed. */
    private Iterator<MessageReference> content;

    private ChangeFeed.Moment listed;
    /** Listed, but never in the replica; null while that is not known. */
    private LongHashSet gone;

    /** @param wake makes the session call {@link #sendTo} */
    ManifestStream(long token, ChangeFeed feed, QueueListings listings, SessionThread thread, Runnable wake) {
        this.token = token;
        this.feed = feed;
        this.listings = listings;
        this.thread = thread;
        this.wake = wake;
    }

    /** Lists the queue. */
    void list() {
        content = null;
        gone = null;
        feed.beginComparison();
        thread.executeWith(listings.takeToVerify(feed), listing -> {
            content = listing.messages();
            listed = feed.now();
            wake.run();
        });
    }

    /**
     * Sends as many parts as there is room for, once the replica has been told of everything the list may contain, and of
     * everything that had gone before.
     *
     * @return whether the last part has been sent
     */
    boolean sendTo(FeedOutlet outlet, int frameSize) throws Exception {
        if (content == null || !knowsWhatHasGone()) {
            return false;
        }
        boolean last = false;
        while (!last && outlet.hasRoom()) {
            ByteBuf frame = Unpooled.buffer(frameSize).writeZero(FeedOutlet.HEADROOM);
            last = writeNext(frame);
            outlet.send(frame);
        }
        return last;
    }

    private boolean knowsWhatHasGone() {
        if (gone == null && feed.hasTakenAllUntil(listed)) {
            gone = feed.endComparison();
            if (gone == null) {
                list();
            }
        }
        return gone != null;
    }

    /** Writes the next part and returns whether it was the last. */
    private boolean writeNext(ByteBuf frame) {
        List<Manifest.Entry> entries = new ArrayList<>();
        while (entries.size() < ENTRIES_PER_FRAME && content.hasNext()) {
            MessageReference reference = content.next();
            if (gone.contains(reference.getMessageID())) {
                continue;
            }
            try {
                entries.add(new Manifest.Entry(
                        reference.getMessageID(), Fingerprint.ofFullContent(reference.getMessage())));
            } catch (ActiveMQException | RuntimeException e) {
                LOGGER.debug("Message {} left since it was listed, as the feed says", reference.getMessageID(), e);
            }
        }
        boolean last = !content.hasNext();
        new Manifest(token, last, entries).write(frame);
        return last;
    }
}
