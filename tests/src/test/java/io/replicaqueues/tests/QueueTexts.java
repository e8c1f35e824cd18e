// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/**
 * The bodies of the text messages in a queue. Asked of the broker itself: a client's browser may end before a deep queue
 * does, and does not see what is on its way into the queue's list, though it is in the journal.
 */
final class QueueTexts {

    private static final long PATIENCE_SECONDS = 30;

    private QueueTexts() {}

    /** Those in the queue at this moment, in its order. */
    static List<String> of(EmbeddedBroker broker, String name) throws Exception {
        Queue queue = broker.server().locateQueue(name);
        CompletableFuture<Void> listed = new CompletableFuture<>();
        queue.flushOnIntermediate(() -> listed.complete(null));
        listed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<String> texts = new ArrayList<>();
        try (LinkedListIterator<MessageReference> references = queue.browserIterator()) {
            while (references.hasNext()) {
                ICoreMessage message = references.next().getMessage().toCore();
                texts.add(TextMessageUtil.readBodyText(message.getReadOnlyBodyBuffer())
                        .toString());
            }
        }
        return texts;
    }
}
