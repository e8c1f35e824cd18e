// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.util.ArrayList;
import java.util.List;

/**
 * Some of a broker's queues. Immutable.
 *
 * @param queues those of the page
 * @param total how many there are on all pages
 */
public record QueuePage(List<Queue> queues, int total) {

    /**
     * A queue and its counts. Immutable.
     *
     * @param location where it is
     * @param messages in it
     * @param consumers at present
     * @param added messages since it was created or the broker started
     * @param paused whether consumers get nothing
     * @param internal whether the broker made it for itself
     */
    public record Queue(
            QueueLocation location, long messages, long consumers, long added, boolean paused, boolean internal) {

        private static Queue of(Attributes attributes) throws ConnectionFailure {
            return new Queue(
                    new QueueLocation(
                            attributes.text("address"), attributes.text("name"), attributes.text("routingType")),
                    attributes.number("messageCount"),
                    attributes.number("consumerCount"),
                    attributes.number("messagesAdded"),
                    attributes.flag("paused"),
                    attributes.flag("internalQueue"));
        }
    }

    static QueuePage of(Attributes attributes) throws ConnectionFailure {
        List<Queue> queues = new ArrayList<>();
        for (Attributes queue : attributes.composites("data")) {
            queues.add(Queue.of(queue));
        }
        return new QueuePage(List.copyOf(queues), Math.toIntExact(attributes.number("count")));
    }
}
