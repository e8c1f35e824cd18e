// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.LastValueQueue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/**
 * What a replica queue takes for the latest of each value. A value that consumers of the original held while a newer one
 * came and went is the latest there again when they give it back, of which a replica hears nothing: as an ordinary queue
 * it would drop that message. Like a restart of the broker, this makes the newest message of such a value the latest.
 */
final class LastValues {

    private final LastValueQueue queue;

    private LastValues(LastValueQueue queue) {
        this.queue = queue;
    }

    /** Does nothing to a queue of another kind; must not be called on the queue's executor. */
    static void restore(Queue queue) {
        if (queue instanceof LastValueQueue values) {
            QueueTurn.await(queue, new LastValues(values)::restore);
        }
    }

    private void restore() throws Exception {
        List<MessageReference> references = new ArrayList<>();
        try (LinkedListIterator<MessageReference> each = queue.iterator()) {
            each.forEachRemaining(references::add);
        }
        int end = 0;
        Map<SimpleString, MessageReference> latest = new HashMap<>();
        for (int i = 0; i < references.size(); i++) {
            MessageReference reference = references.get(i);
            if (reference.getLastValueProperty() != null && !isKnown(reference)) {
                latest.merge(reference.getLastValueProperty(), reference, LastValues::newer);
                end = i + 1;
            }
        }
        putBack(references.subList(0, end), takeOut(references.subList(0, end), latest.values()));
    }

    private static MessageReference newer(MessageReference one, MessageReference other) {
        return one.getMessageID() > other.getMessageID() ? one : other;
    }

    private boolean isKnown(MessageReference reference) {
        return queue.getLastValueKeys().contains(reference.getLastValueProperty());
    }

    /** The queue does not tell which message it takes for the latest of a value: it forgets the value with that one. */
    private Set<MessageReference> takeOut(List<MessageReference> references, Collection<MessageReference> latest)
            throws Exception {
        Set<MessageReference> current = Collections.newSetFromMap(new IdentityHashMap<>());
        current.addAll(latest);
        for (MessageReference reference : references) {
            boolean wasKnown = isKnown(reference);
            queue.removeReferenceWithID(reference.getMessageID());
            if (wasKnown && !isKnown(reference)) {
                current.add(reference);
            }
        }
        return current;
    }

    /** To the places where they were; the queue takes for the latest what comes as if it had just become due. */
    private void putBack(List<MessageReference> references, Set<MessageReference> current) {
        for (int i = references.size() - 1; i >= 0; i--) {
            queue.addHead(references.get(i), current.contains(references.get(i)));
        }
    }
}
