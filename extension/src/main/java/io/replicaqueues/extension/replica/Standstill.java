// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the broker from doing anything to a replica queue by itself; safe to call on any thread, one at a time. The
 * queue is paused: the broker neither delivers nor takes messages out of pages, drops no value that is not the last one
 * and redistributes nothing. Its settings do not act. And it counts as one that a mirror controls, which does not expire. The pause is stored
 * with the queue, so that it is there after a restart before the broker could do any of this; browsing goes on.
 */
final class Standstill {

    private static final Logger LOGGER = LoggerFactory.getLogger(Standstill.class);

    private final ActiveMQServer server;
    private final Queue queue;
    private final boolean takesManyAddresses;

    Standstill(ActiveMQServer server, Queue queue) {
        this.server = server;
        this.queue = queue;
        this.takesManyAddresses = QueueSettings.takesManyAddresses(server, queue);
    }

    /** Begins, or finds that it was begun before the broker stopped. */
    void begin() {
        // A broker that starts gives a queue the settings that its configuration declares.
        QueueSettings.suspend(server, queue);
        if (!queue.isMirrorController()) {
            queue.setMirrorController(true);
            account(1);
        }
        if (!isPaused()) {
            queue.pause(true);
        }
    }

    /** Begins again if an administrator has ended it; cheap if not. */
    void keep() {
        if (!QueueSettings.areSuspended(queue)) {
            LOGGER.warn(
                    "Somebody has changed the settings of replica queue {}: those that act on its messages are suspended"
                            + " again until disconnect()",
                    queue.getName());
            QueueSettings.suspend(server, queue);
        }
        if (!isPaused()) {
            LOGGER.warn(
                    "Somebody has resumed replica queue {}: it is paused again until disconnect()", queue.getName());
            queue.pause(true);
        }
    }

    /** A pause of the address comes and goes without this one. */
    private boolean isPaused() {
        return queue.isDurable() ? queue.isPersistedPause() : queue.isPaused();
    }

    /** Lets the broker treat the queue as any other. */
    void end() {
        if (queue.isMirrorController()) {
            queue.setMirrorController(false);
            account(-1);
        }
        queue.resume();
    }

    /**
     * A queue that a mirror controls counts a message of another address in the size of its own address too, when the
     * message comes and when it goes: those that are there when this changes are counted here.
     */
    private void account(int sign) {
        if (!takesManyAddresses) {
            return;
        }
        QueueTurn.await(queue, () -> {
            try (LinkedListIterator<MessageReference> references = queue.iterator()) {
                while (references.hasNext()) {
                    account(references.next(), sign);
                }
            }
            queue.getScheduledMessages().forEach(reference -> account(reference, sign));
        });
    }

    private void account(MessageReference reference, int sign) {
        PagingStore ofQueue = queue.getPagingStore();
        Object owner = reference.getMessage().getOwner();
        if (ofQueue != null && owner != null && owner != ofQueue) {
            ofQueue.addSize(sign * reference.getMessage().getOriginalEstimate(), false, false);
        }
    }
}
