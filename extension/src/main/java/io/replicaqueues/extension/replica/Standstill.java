// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the broker from doing anything to a replica queue by itself; safe to call on any thread, one at a time. The
 * queue is paused: the broker neither delivers nor takes messages out of pages, drops no value that is not the last one
 * and redistributes nothing. And it counts as one that a mirror controls, which does not expire. The pause is stored
 * with the queue, so that it is there after a restart before the broker could do any of this; browsing goes on.
 */
final class Standstill {

    private static final Logger LOGGER = LoggerFactory.getLogger(Standstill.class);

    private final Queue queue;

    Standstill(Queue queue) {
        this.queue = queue;
    }

    /** Begins, or finds that it was begun before the broker stopped. */
    void begin() {
        queue.setMirrorController(true);
        if (!isPaused()) {
            queue.pause(true);
        }
    }

    /** Begins again if an administrator has ended it; cheap if not. */
    void keep() {
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
        queue.setMirrorController(false);
        queue.resume();
    }
}
