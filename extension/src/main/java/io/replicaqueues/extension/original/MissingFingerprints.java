// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.QueueListing;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that a replica held already when it connected: they are part of the digest too, so their fingerprints are
 * computed, bit by bit. Confined to the session's thread.
 */
final class MissingFingerprints {

    private static final Logger LOGGER = LoggerFactory.getLogger(MissingFingerprints.class);
    private static final int PER_STEP = 2_000;
    /** Changes wait meanwhile, and messages in pages are read from the disk. */
    private static final long NANOS_PER_STEP = TimeUnit.MILLISECONDS.toNanos(50);

    private final ChangeFeed feed;
    private Iterator<MessageReference> messages = Collections.emptyIterator();

    MissingFingerprints(ChangeFeed feed) {
        this.feed = feed;
    }

    /** Begins with these messages, in place of any before. */
    void begin(QueueListing kept) {
        messages = kept.messages();
    }

    void clear() {
        messages = Collections.emptyIterator();
    }

    boolean isEmpty() {
        return !messages.hasNext();
    }

    /** Computes some of them. */
    void computeNext() {
        long begun = System.nanoTime();
        for (int i = 0; i < PER_STEP && messages.hasNext() && System.nanoTime() - begun < NANOS_PER_STEP; i++) {
            MessageReference reference = messages.next();
            try {
                feed.fingerprinted(reference.getMessageID(), Fingerprint.of(reference.getMessage()));
            } catch (ActiveMQException | RuntimeException e) {
                LOGGER.debug("Message {} left before its fingerprint was taken", reference.getMessageID(), e);
            }
        }
        if (!messages.hasNext()) {
            // The listing refers to every message, and messages that are consumed are to be freed.
            clear();
        }
    }
}
