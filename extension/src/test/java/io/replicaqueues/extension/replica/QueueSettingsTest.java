// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.JournalBroker;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueSettingsTest {

    private static final QueueConfiguration ORIGINAL = QueueConfiguration.of("orders")
            .setId(42L)
            .setRoutingType(RoutingType.ANYCAST)
            .setUser("somebody")
            .setFilterString("colour = 'blue'")
            .setMaxConsumers(3)
            .setExclusive(true)
            .setGroupRebalance(true)
            .setGroupRebalancePauseDispatch(true)
            .setGroupBuckets(7)
            .setGroupFirstKey("first")
            .setConsumersBeforeDispatch(2)
            .setDelayBeforeDispatch(5_000L)
            .setPurgeOnNoConsumers(true)
            .setNonDestructive(true)
            .setRingSize(5L)
            .setAutoDelete(true)
            .setAutoCreated(true)
            .setTemporary(true)
            .setEnabled(false);

    @TempDir
    Path data;

    @Test
    void aReplicaLosesNothingByItselfWhileItFollows() {
        QueueConfiguration replica = replicaOf(ORIGINAL, "orders");

        assertFalse(replica.isPurgeOnNoConsumers());
        assertEquals(-1, replica.getRingSize());
        assertFalse(replica.isAutoDelete());
        assertFalse(replica.isAutoCreated());
        assertFalse(replica.isTemporary());
        assertEquals(Queue.MAX_CONSUMERS_UNLIMITED, replica.getMaxConsumers());
        assertTrue(replica.isEnabled());
        assertFalse(replica.isNonDestructive());
        assertEquals("colour = 'blue'", replica.getFilterString().toString());
        assertNull(replica.getId());
        assertNull(replica.getUser());
    }

    @Test
    void aReplicaHasTheOriginalsRoutingTypeAndKind() {
        QueueConfiguration replica = replicaOf(QueueConfiguration.of(ORIGINAL).setLastValueKey("price"), "orders");

        assertEquals(RoutingType.ANYCAST, replica.getRoutingType());
        assertEquals(ORIGINAL.isDurable(), replica.isDurable());
        assertEquals("price", replica.getLastValueKey().toString());
    }

    @Test
    void anotherNameIsAnotherAddressOnlyWhereBothWereTheSame() {
        QueueConfiguration subscription =
                QueueConfiguration.of("shop.orders").setAddress("orders").setRoutingType(RoutingType.MULTICAST);

        assertEquals("copy", replicaOf(ORIGINAL, "copy").getAddress().toString());
        assertEquals("orders", replicaOf(subscription, "copy").getAddress().toString());
        assertEquals(RoutingType.MULTICAST, replicaOf(subscription, "copy").getRoutingType());
    }

    @Test
    void atTheEndTheQueueGetsTheOriginalsSettings() throws Exception {
        try (JournalBroker broker = new JournalBroker(data)) {
            Queue queue = broker.server().createQueue(replicaOf(ORIGINAL, "orders"));

            QueueSettings.apply(broker.server(), queue, ORIGINAL.toJSON());

            QueueConfiguration settings = queue.getQueueConfiguration();
            assertEquals("colour = 'blue'", queue.getFilter().getFilterString().toString());
            assertEquals(3, settings.getMaxConsumers());
            assertTrue(settings.isExclusive());
            assertTrue(settings.isGroupRebalance());
            assertTrue(settings.isGroupRebalancePauseDispatch());
            assertEquals(7, settings.getGroupBuckets());
            assertEquals("first", settings.getGroupFirstKey().toString());
            assertEquals(2, settings.getConsumersBeforeDispatch());
            assertEquals(5_000, settings.getDelayBeforeDispatch());
            assertTrue(settings.isPurgeOnNoConsumers());
            assertTrue(settings.isNonDestructive());
            assertEquals(5, settings.getRingSize());
            assertFalse(settings.isEnabled());
            assertFalse(queue.isAutoDelete(), "never deleted automatically");
        }
    }

    private static QueueConfiguration replicaOf(QueueConfiguration original, String name) {
        return QueueSettings.forReplica(original.toJSON(), name);
    }
}
