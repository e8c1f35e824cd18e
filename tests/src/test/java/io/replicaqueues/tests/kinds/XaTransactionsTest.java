// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.VerifyReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A branch of an XA transaction changes nothing in the replica before it ends, whenever that is. */
class XaTransactionsTest {

    private static final int BEFORE = 4;

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair();

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void aPreparedBranchIsFollowedWhenItEnds(boolean commit, boolean restarted) throws Exception {
        String queue = "prepared " + commit + " " + restarted;
        originalOf(queue);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitParity(queue);
        Xid branch = prepare(queue);
        if (restarted) {
            brokers.original().restart();
        }

        assertHeldUntilTheEnd(queue, replica, branch, commit);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void aBranchThatWasPreparedBeforeFollowingBeganIsFollowedWhenItEnds(boolean commit, boolean restarted)
            throws Exception {
        String queue = "prepared before " + commit + " " + restarted;
        originalOf(queue);
        Xid branch = prepare(queue);
        if (restarted) {
            brokers.original().restart();
        }

        assertHeldUntilTheEnd(queue, brokers.createReplica(queue), branch, commit);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBranchThatIsSuspendedWhenFollowingBeginsIsFollowedWhenItEnds(boolean commit) throws Exception {
        String queue = "suspended " + commit;
        originalOf(queue);
        try (ServerLocator locator = locator();
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = session(factory)) {
            Xid branch = sendAndTake(session, queue, XAResource.TMSUSPEND);
            ReplicaQueueMXBean replica = brokers.createReplica(queue);
            brokers.awaitParity(queue);
            session.start(branch, XAResource.TMRESUME);
            session.end(branch, XAResource.TMSUCCESS);
            session.prepare(branch);

            assertHeldUntilTheEnd(queue, replica, branch, commit);
        }
    }

    /** The broker takes the queue's lock while it holds that of a transaction which ends. */
    @Test
    void aBranchThatIsJustEndingStopsNeitherItsQueueNorTheListing() throws Exception {
        String queue = "ending";
        originalOf(queue);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitParity(queue);
        Xid branch = prepare(queue);
        brokers.awaitParity(queue);

        CompletableFuture<VerifyReport> verified;
        Transaction ending = brokers.original().server().getResourceManager().getTransaction(branch);
        synchronized (ending) {
            verified = CompletableFuture.supplyAsync(replica::verify);
            await().during(Duration.ofMillis(500)).until(() -> !verified.isDone() && locks(queue));
        }

        assertTrue(verified.get(20, TimeUnit.SECONDS).isEqual());
        end(branch, true);
        brokers.awaitSameStored(queue);
        assertEquals(0, replica.getRepairs());
    }

    /** Whether the queue's lock is to be had within a moment; what comes after a lock that is held waits for it. */
    private static boolean locks(String queue) throws Exception {
        CompletableFuture<Void> locked = new CompletableFuture<>();
        brokers.original().server().locateQueue(queue).flushOnIntermediate(() -> locked.complete(null));
        locked.get(2, TimeUnit.SECONDS);
        return true;
    }

    private static void assertHeldUntilTheEnd(String queue, ReplicaQueueMXBean replica, Xid branch, boolean commit)
            throws Exception {
        brokers.awaitParity(queue);
        assertTrue(replica.verify().isEqual());
        assertEquals(BEFORE, brokers.replica().depth(queue), "nothing has ended yet");

        end(branch, commit);

        await().until(() -> replica.getMessagesRemoved() == (commit ? 1 : 0));
        brokers.awaitSameStored(queue);
        assertEquals(BEFORE, brokers.replica().depth(queue));
        assertEquals(BEFORE + (commit ? 1 : 0), replica.getMessagesAdded());
        assertEquals(0, replica.getRepairs());
    }

    private static void originalOf(String queue) throws Exception {
        brokers.original().createQueue(queue);
        MessageKind.CORE_DURABLE.send(brokers.original(), queue, 0, BEFORE);
    }

    private static Xid prepare(String queue) throws Exception {
        try (ServerLocator locator = locator();
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = session(factory)) {
            Xid branch = sendAndTake(session, queue, XAResource.TMSUCCESS);
            session.prepare(branch);
            return branch;
        }
    }

    /** Sends one message and takes another. */
    private static Xid sendAndTake(ClientSession session, String queue, int ending) throws Exception {
        Xid branch = new XidImpl(queue.getBytes(StandardCharsets.UTF_8), 1, new byte[] {1});
        try (ClientProducer producer = session.createProducer(queue);
                ClientConsumer consumer = session.createConsumer(queue)) {
            session.start();
            session.start(branch, XAResource.TMNOFLAGS);
            ClientMessage message = session.createMessage(true);
            message.getBodyBuffer().writeString("of a branch");
            producer.send(message);
            consumer.receive(20_000).acknowledge();
            session.end(branch, ending);
        }
        return branch;
    }

    private static void end(Xid branch, boolean commit) throws Exception {
        try (ServerLocator locator = locator();
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = session(factory)) {
            if (commit) {
                session.commit(branch, false);
            } else {
                session.rollback(branch);
            }
        }
    }

    private static ServerLocator locator() throws Exception {
        return ActiveMQClient.createServerLocator("tcp://" + brokers.original().hostAndPort());
    }

    private static ClientSession session(ClientSessionFactory factory) throws Exception {
        return factory.createSession(
                brokers.original().user(), brokers.original().password(), true, false, false, false, 0);
    }
}
