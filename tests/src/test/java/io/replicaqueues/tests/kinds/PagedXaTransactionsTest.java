// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.broker.BrokerPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A branch of an XA transaction that sends into pages, and takes what was in pages, on an original that pages. */
class PagedXaTransactionsTest {

    private static final int BEFORE = 100;
    private static final int TAKEN = 60;
    private static final int SENT = 5;

    @TempDir
    private static Path folder;

    private static BrokerPair brokers;

    @BeforeAll
    static void startBrokers() throws Exception {
        AddressSettings paging = new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(20_000)
                .setPageSizeBytes(8_000);
        brokers = BrokerPair.start(folder, original -> original.addressSettings("paged.#", paging), replica -> {});
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, true",
        "true, false, false",
        "true, true, true",
        "true, true, false",
        "false, false, true",
        "false, false, false",
        "false, true, true",
        "false, true, false"
    })
    void aPreparedBranchIsFollowedWhenItEnds(boolean followedBefore, boolean restarted, boolean commit)
            throws Exception {
        String queue = "paged." + followedBefore + "." + restarted + "." + commit;
        brokers.original().createQueue(queue);
        send(queue, BEFORE);
        assertTrue(
                brokers.original().server().locateQueue(queue).getPagingStore().isPaging());
        if (followedBefore) {
            brokers.createReplica(queue);
            brokers.awaitParity(queue);
        }
        Xid branch = prepare(queue);
        if (restarted) {
            brokers.original().restart();
        }
        ReplicaQueueMXBean replica = followedBefore ? brokers.replicaOf(queue) : brokers.createReplica(queue);
        brokers.awaitParity(queue);
        assertEqual(replica.verify());
        assertEquals(BEFORE, brokers.replica().depth(queue), "nothing has ended yet");

        end(branch, commit);

        await().until(() -> replica.getMessagesRemoved() == (commit ? TAKEN : 0)
                && replica.getMessagesAdded() == BEFORE + (commit ? SENT : 0));
        brokers.awaitSameStored(queue);
        assertEquals(commit ? BEFORE - TAKEN + SENT : BEFORE, brokers.replica().depth(queue));
        assertEqual(replica.verify());
        assertEquals(0, replica.getRepairs());
    }

    private static void assertEqual(VerifyReport report) {
        assertTrue(report.isEqual(), report.getDetail());
    }

    private interface Use {
        void of(ClientSession session) throws Exception;
    }

    private static void with(boolean xa, Use use) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(
                        "tcp://" + brokers.original().hostAndPort());
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(
                        brokers.original().user(), brokers.original().password(), xa, !xa, !xa, false, 0)) {
            use.of(session);
        }
    }

    private static void send(String queue, int count) throws Exception {
        with(false, session -> send(session, queue, count));
    }

    private static void send(ClientSession session, String queue, int count) throws Exception {
        try (ClientProducer producer = session.createProducer(queue)) {
            for (int i = 0; i < count; i++) {
                ClientMessage message = session.createMessage(true);
                message.putIntProperty("number", i);
                message.getBodyBuffer().writeBytes(new byte[1_000]);
                producer.send(message);
            }
        }
    }

    private static Xid prepare(String queue) throws Exception {
        Xid branch = new XidImpl(queue.getBytes(StandardCharsets.UTF_8), 1, new byte[] {1});
        with(true, session -> {
            try (ClientConsumer consumer = session.createConsumer(queue)) {
                session.start();
                session.start(branch, XAResource.TMNOFLAGS);
                send(session, queue, SENT);
                for (int i = 0; i < TAKEN; i++) {
                    consumer.receive(20_000).acknowledge();
                }
                session.end(branch, XAResource.TMSUCCESS);
            }
            session.prepare(branch);
        });
        return branch;
    }

    private static void end(Xid branch, boolean commit) throws Exception {
        with(true, session -> {
            if (commit) {
                session.commit(branch, false);
            } else {
                session.rollback(branch);
            }
        });
    }
}
