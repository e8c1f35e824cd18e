// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.management.QueueControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the original broker does to a queue by itself or by order, and what does not pass the extension's hooks. */
class ChangesWithoutHookTest {

    private static final long SCAN_PERIOD_MILLIS = 200;

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair(
            each -> each.configure(configuration -> configuration.setAddressQueueScanPeriod(SCAN_PERIOD_MILLIS)));

    @Test
    void anOriginalThatDeletesItselfLeavesItsReplicaComplete() throws Exception {
        String queue = "deletes itself";
        OriginalQueues.create(
                brokers.original(),
                queue,
                settings -> settings.setAutoCreated(true).setAutoDelete(true).setAutoDeleteMessageCount(-1L));
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        MessageKind.CORE_DURABLE.send(brokers.original(), queue, 0, 6);
        brokers.awaitSameStored(queue);

        try (HoldingConsumer last = HoldingConsumer.of(brokers.original(), queue, 2)) {
            last.acknowledge(2);
            brokers.awaitSameStored(queue);
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> replica.getState() == ReplicaState.FAILED);
        assertTrue(replica.getLastError().contains("was deleted"), replica.getLastError());
        assertEquals(4, brokers.replica().depth(queue));
        replica.disconnect();
        assertEquals(4, Clients.consume(brokers.replica(), queue, 4).size());
        await().during(Duration.ofMillis(5 * SCAN_PERIOD_MILLIS))
                .until(() -> brokers.replica().depth(queue) == 0);
    }

    @Test
    void aChangedPriorityIsFoundByVerificationAndFollowed() throws Exception {
        String queue = "reprioritized";
        brokers.original().createQueue(queue);
        MessageKind.CORE_PRIORITIES.send(brokers.original(), queue, 0, 10);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitSameStored(queue);

        QueueControl control =
                brokers.original().server().getManagementService().getQueueControl(queue);
        assertEquals(10, control.changeMessagesPriority("", 8));
        VerifyReport report = replica.verify();

        assertFalse(report.isEqual(), report.getDetail());
        brokers.awaitSameStored(queue);
        assertTrue(replica.verify().isEqual());
    }

    @Test
    void groupsThatAreRebalancedOnTheOriginalChangeNothing() throws Exception {
        String queue = "rebalanced";
        OriginalQueues.create(
                brokers.original(),
                queue,
                settings -> settings.setGroupRebalance(true).setGroupBuckets(2));
        MessageKind.GROUPED.send(brokers.original(), queue, 0, 12);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitSameStored(queue);

        try (HoldingConsumer holding = HoldingConsumer.of(brokers.original(), queue, 3)) {
            holding.acknowledge(2);
            MessageKind.AMQP_GROUPED.send(brokers.original(), queue, 12, 12);
            brokers.awaitSameStored(queue);
        }
        Clients.take(brokers.original(), queue, 5);

        brokers.awaitSameStored(queue);
        assertEquals(0, replica.getRepairs());
    }
}
