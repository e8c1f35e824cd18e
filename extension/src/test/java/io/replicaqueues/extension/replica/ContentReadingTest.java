// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.message.OriginalId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class ContentReadingTest {

    private static final long ORIGIN = 77;
    private static final String QUEUE = "replica";

    @TempDir
    private Path data;

    @Test
    void aMessageThatLeavesWhileTheQueueIsReadIsNotTakenForHeld() throws Exception {
        try (JournalBroker broker = new JournalBroker(data)) {
            for (long id = 1; id <= 3; id++) {
                CoreMessage message = new CoreMessage(0, 64);
                message.setDurable(true);
                new OriginalId(ORIGIN, id, 10 + id).markOn(message);
                broker.put(message, QUEUE);
            }
            ReplicaIndex index = new ReplicaIndex();
            OrderedContext executor = new OrderedContext(broker.server());
            ContentReading reading = new ContentReading(
                    broker.queue(QUEUE), index, broker.server().getScheduledPool(), executor);
            assertFalse(reading.messageLeft(1), "nothing is being read");

            CompletableFuture<List<MessageReference>> read = CompletableFuture.completedFuture(QUEUE)
                    .thenComposeAsync(
                            queue -> {
                                CompletableFuture<List<MessageReference>> begun = reading.read(ORIGIN);
                                // It stays in the list of what was there, and this thread has not come to it yet.
                                assertTrue(reading.messageLeft(2));
                                return begun;
                            },
                            executor);

            assertEquals(List.of(), read.get(30, TimeUnit.SECONDS));
            assertEquals(Roaring64Bitmap.bitmapOf(1, 3), index.ids());
        }
    }
}
