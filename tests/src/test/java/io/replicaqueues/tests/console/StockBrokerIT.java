// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.http.StockAccess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console is told by an instance of the distribution, over its own Jolokia and by its own roles. */
class StockBrokerIT {

    private static final String QUEUE = "orders";

    @TempDir
    private static Path folder;

    private static EmbeddedBroker node1;
    private static BrokerProcess node2;

    @BeforeAll
    static void startBrokers() throws Exception {
        node1 = EmbeddedBroker.named("node1", folder.resolve("node1"))
                .queueReplication("yes")
                .start();
        node1.createQueue(QUEUE);
        node2 = BrokerProcess.named("node2", folder).create();
        new StockAccess(node2.instance())
                .roles("unrelated")
                .policy("jolokia-access.xml", "http://" + node2.jolokiaUrl().getRawAuthority());
        node2.start();
        try (BrokerConnection administrator = as(StockAccess.ADMINISTRATOR, StockAccess.PASSWORD)) {
            administrator.createReplica(node1.address(), QUEUE, QUEUE, "");
        }
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        node2.close();
        node1.close();
    }

    @Test
    void whoMayOnlyLookIsRefusedByTheRole() throws Exception {
        try (BrokerConnection viewer = as(StockAccess.VIEWER, StockAccess.PASSWORD)) {
            assertEquals(QUEUE, replica(viewer).queue());

            ConnectionFailure failure = assertThrows(ConnectionFailure.class, () -> viewer.stop(QUEUE));

            assertEquals(Reason.REFUSED, failure.reason(), failure.getMessage());
        }
    }

    @Test
    void aWrongPasswordIsToldAsSuch() throws Exception {
        try (BrokerConnection stranger = as(node2.user(), "wrong")) {
            ConnectionFailure failure = assertThrows(ConnectionFailure.class, stranger::read);

            assertEquals(Reason.WRONG_PASSWORD, failure.reason(), failure.getMessage());
            assertFalse(failure.getMessage().contains("\n"));
        }
    }

    private static BrokerConnection as(String user, String password) throws ConnectionFailure {
        String address = node2.jolokiaUrl().toString();
        return BrokerConnection.to(BrokerProfile.of("node2", address, user).with(new Secrets(password)));
    }

    private static ReplicaReading replica(BrokerConnection connection) throws ConnectionFailure {
        return connection.read().replicas().get(0);
    }
}
