// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.StoredContent;
import java.util.List;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;

/** Ways in which messages leave an original queue. Stateless. */
final class Removals {

    private Removals() {}

    /** Removes the first messages: as a consumer or, where they are scheduled, as an administrator would. */
    static void remove(EmbeddedBroker broker, String queueName, int count) throws Exception {
        Queue queue = broker.server().locateQueue(queueName);
        List<MessageReference> scheduled = queue.getScheduledMessages();
        if (scheduled.isEmpty()) {
            Clients.take(
                    broker,
                    queueName,
                    Math.min(count, StoredContent.of(broker, queueName).size()));
            return;
        }
        for (int i = 0; i < count; i++) {
            queue.deleteReference(scheduled.get(i).getMessageID());
        }
    }
}
