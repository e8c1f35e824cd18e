// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.QueueListing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Messages that are in the journal, and told to synchronous replicas, but not yet in their queue: the broker adds them
 * when everything the producer did before is confirmed. Who lists the queue must count them in. Safe on any thread.
 */
final class UncompletedAdditions {

    private final Map<Long, Map<Long, Uncompleted>> byQueue = new ConcurrentHashMap<>();

    /** One such message. */
    static final class Uncompleted {

        private final Message message;
        private final boolean counted;
        private volatile boolean gone;

        private Uncompleted(Message message, boolean counted) {
            this.message = message;
            this.counted = counted;
        }

        /** Whether it came into the queue and left again before that was told. */
        boolean isGone() {
            return gone;
        }
    }

    /** @param counted whether the broker's counters say that the message is in the queue */
    void add(Queue queue, long id, Message message, boolean counted) {
        Uncompleted added = new Uncompleted(message, counted);
        byQueue.compute(queue.getID(), (any, present) -> {
            Map<Long, Uncompleted> ofQueue = present == null ? new ConcurrentHashMap<>() : present;
            ofQueue.put(id, added);
            return ofQueue;
        });
    }

    /** Null if the message was never told as stored. */
    Uncompleted get(Queue queue, long id) {
        return byQueue.getOrDefault(queue.getID(), Map.of()).get(id);
    }

    /** The message has left the queue. */
    void gone(Queue queue, long id) {
        Uncompleted uncompleted = get(queue, id);
        if (uncompleted != null) {
            uncompleted.gone = true;
        }
    }

    /** Everybody has been told that the message is in the queue. */
    void remove(Queue queue, long id) {
        byQueue.computeIfPresent(queue.getID(), (any, ofQueue) -> {
            ofQueue.remove(id);
            return ofQueue.isEmpty() ? null : ofQueue;
        });
    }

    /**
     * The messages that are still to come into a queue, in the order of their ids. To be asked for before the queue is
     * listed: what arrives in between is then in both, and not in neither.
     */
    SortedMap<Long, Uncompleted> of(Queue queue) {
        return new TreeMap<>(byQueue.getOrDefault(queue.getID(), Map.of()));
    }

    /** A listing of a queue with the messages that were still to come before, at its end, unless it has them. */
    static QueueListing completing(QueueListing content, SortedMap<Long, Uncompleted> stillToCome) {
        if (stillToCome.isEmpty()) {
            return content;
        }
        SortedMap<Long, Uncompleted> missing = new TreeMap<>(stillToCome);
        content.references().forEach(reference -> missing.remove(reference.getMessageID()));
        for (int i = 0; i < content.paged().size(); i++) {
            missing.remove(content.paged().id(i));
        }
        List<MessageReference> all = new ArrayList<>(content.references());
        for (Uncompleted each : missing.values()) {
            if (!each.isGone()) {
                all.add(MessageReference.Factory.createReference(each.message, content.queue()));
            }
        }
        return new QueueListing(content.queue(), all, content.paged());
    }

    /** How many messages are still to come that the broker does not count yet. */
    long uncounted(Queue queue) {
        return byQueue.getOrDefault(queue.getID(), Map.of()).values().stream()
                .filter(each -> !each.counted)
                .count();
    }
}
