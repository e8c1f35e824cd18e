// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.util.function.UnaryOperator;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;

/** Queues with settings of their own. Stateless. */
final class OriginalQueues {

    private OriginalQueues() {}

    /** Creates a durable anycast queue on the address of its name, with these settings. */
    static void create(EmbeddedBroker broker, String queue, UnaryOperator<QueueConfiguration> settings)
            throws Exception {
        broker.server()
                .createQueue(settings.apply(QueueConfiguration.of(queue)
                        .setAddress(queue)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setAutoDelete(false)));
    }
}
