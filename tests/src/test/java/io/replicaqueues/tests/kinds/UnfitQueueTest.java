// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerPair;
import java.nio.charset.StandardCharsets;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.protocol.amqp.connect.mirror.ReferenceIDSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code replicate()} onto a queue that is in use although nobody consumes from it, or was used in another way. */
class UnfitQueueTest {

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aQueueOfWhichAPreparedBranchHoldsAMessageIsRefusedUntilThatEnds(boolean restarted) throws Exception {
        String queue = "held " + restarted;
        brokers.original().createQueue(queue);
        MessageKind.CORE_DURABLE.send(brokers.original(), queue, 0, 3);
        brokers.createReplica(queue);
        brokers.awaitSameStored(queue);
        brokers.replicaOf(queue).disconnect();
        Xid branch = takeAndPrepare(queue);
        if (restarted) {
            brokers.replica().restart();
        }

        String refusal = refusal(queue);
        assertTrue(refusal.contains("has 1 messages that open transactions hold"), refusal);
        assertFalse(
                BrokerPair.isRegistered(ObjectNames.replica(brokers.replica().name(), queue)));

        rollBack(branch);
        brokers.replication().replicate(brokers.original().address(), queue);
        brokers.awaitSameStored(queue);
        assertEquals(0, brokers.replicaOf(queue).getRepairs());
    }

    @Test
    void aQueueThatAMirrorHasRemovedMessagesFromIsRefusedUntilTheBrokerIsRestarted() throws Exception {
        String queue = "mirrored";
        brokers.original().createQueue(queue);
        MessageKind.CORE_DURABLE.send(brokers.original(), queue, 0, 3);
        brokers.replica().createQueue(queue);
        Queue mirrored = brokers.replica().server().locateQueue(queue);
        // As the broker does for each acknowledgement that a mirror brings.
        mirrored.removeWithSuppliedID(
                "source", 1, new ReferenceIDSupplier(brokers.replica().server()));

        String refusal = refusal(queue);
        assertTrue(refusal.contains("was the target of a mirror"), refusal);

        brokers.replica().restart();
        brokers.replication().replicate(brokers.original().address(), queue);
        brokers.awaitSameStored(queue);
        Removals.remove(brokers.original(), queue, 2);
        brokers.awaitSameStored(queue);
        assertEquals(0, brokers.replicaOf(queue).getReconnects());
    }

    private static String refusal(String queue) {
        return assertThrows(
                        IllegalStateException.class,
                        () -> brokers.replication().replicate(brokers.original().address(), queue))
                .getMessage();
    }

    private static Xid takeAndPrepare(String queue) throws Exception {
        Xid branch = new XidImpl(queue.getBytes(StandardCharsets.UTF_8), 1, new byte[] {1});
        onReplicaBroker(session -> {
            session.start();
            session.start(branch, XAResource.TMNOFLAGS);
            try (ClientConsumer consumer = session.createConsumer(queue)) {
                consumer.receive(20_000).acknowledge();
                session.end(branch, XAResource.TMSUCCESS);
            }
            session.prepare(branch);
        });
        return branch;
    }

    private static void rollBack(Xid branch) throws Exception {
        onReplicaBroker(session -> session.rollback(branch));
    }

    private interface Use {
        void of(ClientSession session) throws Exception;
    }

    private static void onReplicaBroker(Use use) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(
                        "tcp://" + brokers.replica().hostAndPort());
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(
                        brokers.replica().user(), brokers.replica().password(), true, false, false, false, 0)) {
            use.of(session);
        }
    }
}
