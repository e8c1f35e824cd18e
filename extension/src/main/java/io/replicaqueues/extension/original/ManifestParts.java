// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.wire.Manifest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts the list of a queue's messages into the parts of a manifest; for one thread. */
final class ManifestParts {

    private static final Logger LOGGER = LoggerFactory.getLogger(ManifestParts.class);
    private static final int ENTRIES = 2_000;
    /**
     * The feed is silent while a part is made, for which the bodies of large messages are read from the disk, and a
     * replica gives up a feed that is silent for long.
     */
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long token;
    private final Iterator<MessageReference> content;
    private final LongHashSet gone;

    /** @param gone ids of messages to be left out */
    ManifestParts(long token, Iterator<MessageReference> content, LongHashSet gone) {
        this.token = token;
        this.content = content;
        this.gone = gone;
    }

    /** The next part, which may be empty; not to be called after the last. */
    Manifest next() {
        List<Manifest.Entry> entries = new ArrayList<>();
        long begun = System.nanoTime();
        while (content.hasNext() && entries.size() < ENTRIES && System.nanoTime() - begun < NANOS) {
            MessageReference reference = content.next();
            if (!gone.contains(reference.getMessageID())) {
                append(reference, entries);
            }
        }
        return new Manifest(token, !content.hasNext(), entries);
    }

    private static void append(MessageReference reference, List<Manifest.Entry> entries) {
        try {
            entries.add(
                    new Manifest.Entry(reference.getMessageID(), Fingerprint.ofFullContent(reference.getMessage())));
        } catch (ActiveMQException | RuntimeException e) {
            LOGGER.debug("Message {} left since it was listed, as the feed says", reference.getMessageID(), e);
        }
    }
}
