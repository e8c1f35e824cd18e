// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.wire.Manifest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.junit.jupiter.api.Test;

class ManifestPartsTest {

    private static final long TOKEN = 7;

    @Test
    void allMessagesButThoseThatHaveGoneAreInTheirOrder() throws Exception {
        LongHashSet gone = new LongHashSet();
        gone.add(3);
        gone.add(4_999);

        List<Manifest> parts = parts(listing(5_000).messages(), gone);

        assertEquals(
                LongStream.rangeClosed(1, 5_000)
                        .filter(id -> !gone.contains(id))
                        .boxed()
                        .toList(),
                idsOf(parts));
        assertTrue(parts.size() > 2, () -> parts.size() + " parts");
        assertEquals(
                Fingerprint.ofFullContent(TestedFeed.message(1)),
                parts.get(0).entries().get(0).fingerprint());
        parts.forEach(part -> assertEquals(TOKEN, part.token()));
    }

    /** As large messages on a busy disk do. */
    @Test
    void messagesThatTakeLongAreSentInSmallParts() {
        List<Manifest> parts = parts(slowly(listing(20).messages()), new LongHashSet());

        assertEquals(LongStream.rangeClosed(1, 20).boxed().toList(), idsOf(parts));
        assertTrue(parts.size() > 2, () -> parts.size() + " parts");
    }

    @Test
    void thatOfAnEmptyQueueIsOneEmptyPart() {
        List<Manifest> parts = parts(listing(0).messages(), new LongHashSet());

        assertEquals(List.of(new Manifest(TOKEN, true, List.of())), parts);
    }

    private static List<Manifest> parts(Iterator<MessageReference> content, LongHashSet gone) {
        ManifestParts source = new ManifestParts(TOKEN, content, gone);
        List<Manifest> parts = new ArrayList<>();
        do {
            parts.add(source.next());
        } while (!parts.get(parts.size() - 1).last());
        return parts;
    }

    private static QueueListing listing(long messages) {
        List<Message> content = LongStream.rangeClosed(1, messages)
                .mapToObj(TestedFeed::message)
                .toList();
        return TestedFeed.listing(content);
    }

    private static Iterator<MessageReference> slowly(Iterator<MessageReference> content) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return content.hasNext();
            }

            @Override
            public MessageReference next() {
                long begun = System.nanoTime();
                while (System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(40)) {
                    Thread.onSpinWait();
                }
                return content.next();
            }
        };
    }

    private static List<Long> idsOf(List<Manifest> parts) {
        return parts.stream()
                .flatMap(part -> part.entries().stream())
                .map(Manifest.Entry::id)
                .toList();
    }
}
