// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.ha;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An original broker refuses what it allowed before, as one does that starts, stops or is being taken over. */
class PassingRefusalTest {

    private static final String QUEUE = "orders";
    private static final String INTERNAL = "$queue-replication.#";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private BrokerPair pair;
    private ReplicaQueueMXBean replica;

    @BeforeEach
    void follow() throws Exception {
        pair = BrokerPair.start(folder);
        pair.original().createQueue(QUEUE);
        replica = pair.createReplica(QUEUE);
        pair.awaitParity(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        pair.close();
    }

    @Test
    void aReplicaThatIsRefusedForAMomentGoesOnByItself() throws Exception {
        refuse();
        await().atMost(PATIENCE).until(() -> replica.getLastError().contains("permission"));
        assertEquals(ReplicaState.CONNECTING, replica.getState());
        new MixedMessages(31, "producer").send(pair.original().core(), QUEUE, 50);

        allow();

        pair.awaitParity(QUEUE);
        pair.assertSameContent(QUEUE);
    }

    @Test
    void aRefusalThatStaysNeedsAPerson() throws Exception {
        refuse();

        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.FAILED);

        allow();
        replica.start();
        pair.awaitParity(QUEUE);
    }

    private void refuse() throws Exception {
        ActiveMQServer original = pair.original().server();
        original.getSecurityRepository().addMatch(INTERNAL, Set.<Role>of());
        original.getActiveMQServerControl()
                .closeConnectionsForUser(pair.original().user());
    }

    private void allow() {
        pair.original().server().getSecurityRepository().removeMatch(INTERNAL);
    }
}
