// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.message.PageWalk;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue that pages, of which a consumer brought a part into memory before it became a replica again. */
class ReplicaContentInPagesTest {

    private static final String TOPIC = "topic";
    private static final String QUEUE = "replica";
    private static final long ORIGIN = 17;
    private static final int IN_MEMORY = 2;
    private static final int ALL = 3;
    private static final long PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path data;

    private JournalBroker broker;
    private Queue queue;
    private ReplicaContent content;

    @BeforeEach
    void start() throws Exception {
        broker = new JournalBroker(data);
        broker.server()
                .getAddressSettingsRepository()
                .addMatch(
                        TOPIC,
                        new AddressSettings()
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                                .setMaxSizeBytes(1_000_000));
        queue = create(QUEUE);
        ReplicaEnvironment environment =
                new ReplicaEnvironment(broker.server(), null, null, null, null, null, (message, route) -> {}, null);
        content = new ReplicaContent(environment, queue);
        assertTrue(queue.getPagingStore().startPaging());
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void whatCameAgainIsRemovedThoughThePageOfItsFirstCopyIsStillThere() throws Exception {
        Queue neverRead = create("never read");
        CoreMessage kept = new CoreMessage(0, 100);
        kept.setDurable(true);
        kept.getEncodeSize();
        broker.put(kept, neverRead.getName().toString());

        bringAgain();

        assertTrue(queue.getPagingStore().checkPageFileExists(1));
        removeOneAfterTheOther();
    }

    @Test
    void whatCameAgainIsRemovedThoughThePageOfItsFirstCopyHasJustGone() throws Exception {
        bringAgain();

        await().until(() -> !queue.getPagingStore().checkPageFileExists(1));
        removeOneAfterTheOther();
    }

    /** Afterwards three messages are in the second page that were in the first and partly in memory before. */
    private void bringAgain() throws Exception {
        inTransaction(transaction -> add(transaction, 1, IN_MEMORY));
        bringIntoMemory();
        inTransaction(transaction -> add(transaction, IN_MEMORY + 1, ALL));
        queue.getPagingStore().forceAnotherPage();
        inTransaction(transaction -> {
            content.beginRemovals();
            for (long id = 1; id <= ALL; id++) {
                assertTrue(content.remove(transaction, id));
            }
            add(transaction, 1, ALL);
        });
        assertEquals(List.of(1L, 2L, 3L), inPages());
    }

    private void removeOneAfterTheOther() throws Exception {
        List<Long> left = new ArrayList<>(List.of(1L, 2L, 3L));
        while (!left.isEmpty()) {
            long id = left.remove(0);
            inTransaction(transaction -> {
                content.beginRemovals();
                assertTrue(content.remove(transaction, id));
            });

            assertEquals(left, inPages());
            assertEquals(left.size(), queue.getMessageCount());
        }
        inTransaction(transaction -> assertFalse(content.remove(transaction, 1)));
    }

    private interface Work {
        void in(Transaction transaction) throws Exception;
    }

    private void inTransaction(Work work) throws Exception {
        Transaction transaction = new EagerTransaction(
                broker.storage(), broker.server().getExecutorFactory().getExecutor());
        work.in(transaction);
        transaction.commit();
        broker.storage().waitOnOperations();
    }

    private void add(Transaction transaction, long first, long last) throws Exception {
        for (long id = first; id <= last; id++) {
            CoreMessage message = new CoreMessage(id, 100);
            message.setAddress(TOPIC).setDurable(true);
            message.getEncodeSize();
            content.add(transaction, message, new OriginalId(ORIGIN, id, 0));
        }
    }

    /** The queue then stands still, so that nothing more leaves the pages. */
    private void bringIntoMemory() throws JMSException {
        try (Connection connection = broker.coreClients().createConnection();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            connection.start();
            assertNotNull(session.createConsumer(session.createQueue(TOPIC + "::" + QUEUE))
                    .receive(PATIENCE_MILLIS));
        }
        await().until(() -> inMemory() == IN_MEMORY);
        queue.pause();
    }

    private int inMemory() {
        int inMemory = 0;
        try (LinkedListIterator<?> each = queue.iterator()) {
            while (each.hasNext()) {
                each.next();
                inMemory++;
            }
        }
        return inMemory;
    }

    private List<Long> inPages() {
        List<Long> ids = new ArrayList<>();
        new PageWalk(queue).toEnd((position, message) -> ids.add(OriginalId.idOf(message.getMessage())));
        return ids;
    }

    private Queue create(String name) throws Exception {
        return broker.server()
                .createQueue(QueueConfiguration.of(name)
                        .setAddress(SimpleString.of(TOPIC))
                        .setRoutingType(RoutingType.MULTICAST)
                        .setAutoDelete(false));
    }
}
