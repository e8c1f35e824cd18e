// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.message.QueueSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;

/** Fills the index anew from what is in the replica queue; confined to the replica's executor, in steps on it. */
final class ContentReading {

    private final Queue queue;
    private final ReplicaIndex index;
    private final ScheduledExecutorService timer;
    private final OrderedContext executor;
    private final LongHashSet left = new LongHashSet();
    private boolean reading;

    ContentReading(Queue queue, ReplicaIndex index, ScheduledExecutorService timer, OrderedContext executor) {
        this.queue = queue;
        this.index = index;
        this.timer = timer;
        this.executor = executor;
    }

    /**
     * Reads all messages.
     *
     * @param origin the original whose messages count
     * @return the messages that do not belong: of another original, the second of the same message, or without its body
     */
    CompletableFuture<List<MessageReference>> read(long origin) {
        reading = true;
        left.clear();
        return QueueSnapshot.take(queue, timer, executor)
                .thenComposeAsync(content -> fill(content, origin), executor)
                .whenComplete((foreign, failure) -> forgetLeft());
    }

    /**
     * A message has left the queue by somebody else's doing: it may have been listed before.
     *
     * @return whether the queue is being read just now
     */
    boolean messageLeft(long originalId) {
        if (reading) {
            left.add(originalId);
        }
        return reading;
    }

    private void forgetLeft() {
        for (LongHashSet.LongIterator each = left.iterator(); each.hasNext(); ) {
            index.remove(each.nextValue());
        }
        reading = false;
    }

    private CompletableFuture<List<MessageReference>> fill(QueueListing content, long origin) {
        index.clear();
        List<MessageReference> foreign = new ArrayList<>();
        return content.forEach(
                        reference -> {
                            if (!index.addFound(reference.getMessage(), origin)) {
                                foreign.add(reference);
                            }
                        },
                        executor)
                .thenApply(nothing -> foreign);
    }
}
