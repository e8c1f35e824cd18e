// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionLookUpTest {

    private static final String MARKER = "$queue-replication:global";

    private final OriginalConnections connections = new OriginalConnections();

    @AfterEach
    void closeConnections() {
        connections.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&amqpUseCoreSubscriptionNaming=true"})
    void aQueueIsFoundAndLeftAsItIs(String acceptorOptions) throws Exception {
        try (TestBroker broker = TestBroker.secured(acceptorOptions)) {
            Queue marker = broker.createQueue(MARKER, RoutingType.MULTICAST);

            for (String user : new String[] {"admin", "guest", "admin"}) {
                AmqpConnection connection = Outcome.of(connections.acquire(broker.addressFor(user)));
                assertTrue(Outcome.of(connection.subscriptionExists(MARKER)), user);
                connection.release();
            }

            Awaitility.await().until(() -> marker.getConsumerCount() == 0);
            assertNotNull(broker.server().locateQueue(MARKER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&amqpUseCoreSubscriptionNaming=true"})
    void nothingIsFoundAndNothingIsCreatedOnAStockBroker(String acceptorOptions) throws Exception {
        try (TestBroker broker = TestBroker.secured(acceptorOptions)) {
            Set<SimpleString> before = broker.addresses();
            AmqpConnection connection = Outcome.of(connections.acquire(broker.addressFor("admin")));

            assertFalse(Outcome.of(connection.subscriptionExists(MARKER)));
            assertFalse(Outcome.of(connection.subscriptionExists(MARKER)));

            assertEquals(before, broker.addresses());
            assertTrue(connection.isOpen());
        }
    }

    @Test
    void onlyNamesABrokerCanFindAreAsked() throws Exception {
        try (TestBroker broker = TestBroker.secured()) {
            AmqpConnection connection = Outcome.of(connections.acquire(broker.addressFor("admin")));

            assertThrows(IllegalArgumentException.class, () -> connection.subscriptionExists("orders"));
            assertThrows(IllegalArgumentException.class, () -> connection.subscriptionExists("a.b:global"));
        }
    }
}
