// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static io.replicaqueues.tests.kinds.Clients.core;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.StoredContent;
import io.replicaqueues.tests.kinds.MessageKind.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that are to be delivered later, until they are due and beyond. */
class ScheduledMessagesTest {

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair();

    @Test
    void manyAreCancelledLiveAndWhileAway() throws Exception {
        String queue = "cancelled";
        brokers.original().createQueue(queue);
        in(Duration.ofHours(1)).send(brokers.original(), queue, 0, 600);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitSameStored(queue);

        cancelEverySecond(queue);
        brokers.awaitSameStored(queue);
        replica.stop();
        cancelEverySecond(queue);
        replica.start();

        brokers.awaitSameStored(queue);
        assertEquals(150, StoredContent.of(brokers.replica(), queue).scheduled().size());
        assertEquals(0, replica.getRepairs());
        brokers.replica().restart();
        brokers.awaitSameStored(queue);
    }

    private static void cancelEverySecond(String queueName) throws Exception {
        Queue queue = brokers.original().server().locateQueue(queueName);
        List<MessageReference> scheduled = queue.getScheduledMessages();
        for (int i = 0; i < scheduled.size(); i += 2) {
            assertTrue(queue.deleteReference(scheduled.get(i).getMessageID()));
        }
    }

    @Test
    void thoseThatBecomeDueAreDueOnBothSides() throws Exception {
        String queue = "due";
        brokers.original().createQueue(queue);
        in(Duration.ofSeconds(2)).send(brokers.original(), queue, 0, 20);
        in(Duration.ofHours(1)).send(brokers.original(), queue, 20, 5);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitParity(queue);

        await().until(() ->
                StoredContent.of(brokers.original(), queue).inQueue().size() == 20
                        && StoredContent.of(brokers.replica(), queue).inQueue().size() == 20);

        // The broker itself puts those that become due at different times into no certain order.
        assertEquals(ids(queue, true), ids(queue, false));
        replica.disconnect();
        assertEquals(20, Clients.consume(brokers.replica(), queue, 20).size());
        assertEquals(5, StoredContent.of(brokers.replica(), queue).scheduled().size());
    }

    private static Set<StoredContent.Stored> ids(String queue, boolean original) {
        return Set.copyOf(StoredContent.of(original ? brokers.original() : brokers.replica(), queue)
                .inQueue());
    }

    @Test
    void thoseThatAreConsumedTheMomentTheyAreDueLeaveNothingBehind() throws Exception {
        String queue = "consumed";
        brokers.original().createQueue(queue);
        long due = System.currentTimeMillis() + 3_000;
        for (int wave = 0; wave < 10; wave++) {
            at(due + 100L * wave).send(brokers.original(), queue, 200 * wave, 200);
        }
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitParity(queue);

        Clients.take(brokers.original(), queue, 2_000);

        brokers.awaitSameStored(queue);
        assertEquals(0, StoredContent.of(brokers.replica(), queue).size());
        assertEquals(0, replica.getRepairs());
        assertEquals(0, replica.getReconnects());
    }

    private static Sender in(Duration delay) {
        return core((session, producer, number) -> {
            producer.setDeliveryDelay(delay.toMillis());
            return session.createTextMessage("scheduled " + number);
        });
    }

    private static Sender at(long due) {
        return core((session, producer, number) -> {
            producer.setDeliveryDelay(Math.max(1, due - System.currentTimeMillis()));
            return session.createTextMessage("scheduled " + number);
        });
    }
}
