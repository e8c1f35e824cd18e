// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.tree;

import io.replicaqueues.console.connection.QueuePage;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import java.util.Optional;

/** A line of the tree. Immutable. */
sealed interface TreeEntry {

    /**
     * A broker.
     *
     * @param model the broker
     * @param link how the console stands with it
     * @param lacksExtension whether it answers without queue replication
     * @param replicas how many it has, as far as that is known
     */
    record Broker(BrokerModel model, BrokerModel.Link link, boolean lacksExtension, int replicas) implements TreeEntry {

        static Broker of(BrokerModel model) {
            return new Broker(
                    model,
                    model.link(),
                    model.lacksExtension(),
                    model.replicas().size());
        }
    }

    /**
     * An address with its queues.
     *
     * @param name of the address
     * @param messages in all its queues
     */
    record Address(String name, long messages) implements TreeEntry {}

    /**
     * A queue.
     *
     * @param queue itself and its counts
     * @param replica how it is, if it is a replica
     * @param isOriginal whether replicas elsewhere follow it
     */
    record Queue(QueuePage.Queue queue, Optional<Condition> replica, boolean isOriginal) implements TreeEntry {

        static Queue of(BrokerModel broker, QueuePage.Queue queue) {
            String name = queue.location().queue();
            Optional<Condition> condition = Optional.ofNullable(broker.replica(name))
                    .map(row -> row.sight().condition());
            return new Queue(queue, condition, broker.isOriginal(name));
        }

        String name() {
            return queue.location().queue();
        }
    }
}
