// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.wire.IdSetCodec;
import io.replicaqueues.extension.wire.WireException;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Brings a replica from what it claims to hold to what the original queue holds. Confined to the session's thread.
 */
final class CatchUp {

    /** Claims of more than this many ids are refused: each costs some thirty bytes while its feed lasts. */
    private static final long MAX_CLAIMED = 1L << 24;

    private final ChangeFeed feed;
    private final MissingFingerprints missingFingerprints;
    private Roaring64Bitmap claimed = new Roaring64Bitmap();
    private boolean listing;

    CatchUp(ChangeFeed feed) {
        this.feed = feed;
        this.missingFingerprints = new MissingFingerprints(feed);
    }

    /** The replica claims to hold these messages too. */
    void claim(byte[] ids) throws WireException {
        IdSetCodec.readRunsInto(claimed, Unpooled.wrappedBuffer(ids));
        if (claimed.getLongCardinality() > MAX_CLAIMED) {
            throw new WireException("the replica claims more than " + MAX_CLAIMED + " messages");
        }
    }

    /** Sees that every part of the claim has come. */
    void requireClaimed(long messages) throws WireException {
        if (claimed.getLongCardinality() != messages) {
            throw new WireException(
                    "the replica holds " + messages + " messages and named " + claimed.getLongCardinality());
        }
    }

    /** What the replica was sent so far takes the place of what it claimed. */
    void claimWhatWasSent() {
        claimed = feed.heldIds();
    }

    /** Records changes from now on; the queue is to be listed next. */
    void begin() {
        listing = true;
        missingFingerprints.clear();
        feed.startRecording();
    }

    /** Whether it has begun and the queue is not listed yet. */
    boolean isListing() {
        return listing;
    }

    /** The queue has been listed: the difference is what comes next in the feed. */
    void listed(QueueListing content) {
        missingFingerprints.begin(feed.startCatchUp(content, claimed));
        claimed = new Roaring64Bitmap();
        listing = false;
    }

    /** Whether messages that the replica held before are not in the digest yet. */
    boolean lacksFingerprints() {
        return !missingFingerprints.isEmpty();
    }

    /** Adds some of these messages to the digest. */
    void computeFingerprints() {
        missingFingerprints.computeNext();
    }

    void end() {
        missingFingerprints.clear();
    }
}
