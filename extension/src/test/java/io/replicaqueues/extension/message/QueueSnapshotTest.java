// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.extension.JournalBroker;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that a session takes back from its consumer, as a rollback does, are nowhere to be seen for a while. */
class QueueSnapshotTest {

    private static final String QUEUE = "queue";
    private static final int MESSAGES = 5;

    @TempDir
    private Path data;

    private JournalBroker broker;
    private Connection clients;
    private Queue queue;
    private List<Long> ids;
    private final List<MessageReference> hidden = new ArrayList<>();
    private int hiddenUntil;
    private int looks;

    @BeforeEach
    void letAConsumerHoldMessages() throws Exception {
        broker = new JournalBroker(data);
        queue = broker.queue(QUEUE);
        clients = broker.coreClients().createConnection();
        Session session = clients.createSession(Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue(QUEUE));
        for (int i = 0; i < MESSAGES; i++) {
            producer.send(session.createTextMessage("message " + i));
        }
        await().until(() -> queue.getMessageCount() == MESSAGES);
        ids = broker.messages(QUEUE).stream().map(Message::getMessageID).toList();
        session.createConsumer(session.createQueue(QUEUE));
        clients.start();
        await().until(() -> queue.getDeliveringCount() == MESSAGES);
    }

    @AfterEach
    void close() throws Exception {
        clients.close();
        broker.close();
    }

    @Test
    void whatAConsumerHoldsIsFoundByTwoLooks() throws Exception {
        assertEquals(ids, snapshot(KnownContent.NOTHING));
        assertEquals(2, looks);
    }

    @Test
    void countedMessagesThatTwoLooksMissAreLookedForAgain() throws Exception {
        hideUntil(2);

        assertEquals(ids, snapshot(KnownContent.NOTHING));
        assertEquals(3, looks);
    }

    @Test
    void knownMessagesThatManyLooksMissAreLookedForAgain() throws Exception {
        hideUntil(5);

        assertEquals(ids, snapshot(seen -> !ids.stream().allMatch(seen::test)));
        assertEquals(6, looks);
    }

    @Test
    void whatNeverAppearsIsNotLookedForForever() throws Exception {
        assertEquals(ids, snapshot(seen -> !seen.test(Long.MAX_VALUE)));
        assertEquals(7, looks);
    }

    private List<Long> snapshot(KnownContent known) throws Exception {
        return QueueSnapshot.take(
                        queue,
                        any -> lookEnds(),
                        known,
                        broker.server().getScheduledPool(),
                        broker.server().getExecutorFactory().getExecutor())
                .get(30, TimeUnit.SECONDS)
                .references()
                .stream()
                .map(MessageReference::getMessageID)
                .toList();
    }

    private List<MessageReference> lookEnds() {
        looks++;
        if (looks == hiddenUntil) {
            giveBack();
        }
        return List.of();
    }

    /** Takes from their consumers all that these hold, which is the first half of a rollback. */
    private void hideUntil(int endOfLook) throws Exception {
        hiddenUntil = endOfLook;
        for (ServerSession session : broker.server().getSessions()) {
            for (ServerConsumer consumer : session.getServerConsumers()) {
                hidden.addAll(consumer.cancelRefs(false, false, null));
            }
        }
    }

    private void giveBack() {
        Transaction transaction = new TransactionImpl(broker.storage());
        hidden.forEach(reference -> queue.cancel(transaction, reference));
        try {
            transaction.rollback();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
