// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.JournalBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves a fingerprint as it is; {@link FingerprintDifferenceTest} has what changes it. */
class FingerprintTest {

    private static final String QUEUE = "every kind";
    private static final long RECEIVE_MILLIS = 5_000;

    @TempDir
    Path data;

    private JournalBroker broker;

    @BeforeEach
    void sendEveryKind() throws Exception {
        broker = new JournalBroker(data);
        EveryKind.send(broker, QUEUE);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void deliveryAndRollbackChangeNoFingerprint() throws Exception {
        Map<Long, List<Long>> before = fingerprints(true);

        receiveAndRollBack(broker.coreClients(), before.size());
        assertEquals(before, fingerprints(true), "after delivery to a Core consumer");

        receiveAndRollBack(broker.amqpClients(), before.size());
        assertEquals(before, fingerprints(true), "after delivery to an AMQP consumer");
    }

    @Test
    void aRestartOfTheBrokerChangesNoFingerprint() throws Exception {
        Map<Long, List<Long>> before = fingerprints(false);

        broker.restart();

        assertEquals(before, fingerprints(false));
    }

    @Test
    void theMarkOfAReplicaChangesNoFingerprint() throws Exception {
        for (Message message : broker.messages(QUEUE)) {
            if (message.isLargeMessage()) {
                continue;
            }
            ByteBuf encoded = Unpooled.buffer();
            MessageCodec.encode(message, encoded);
            Message copy = MessageCodec.decode(encoded, broker.storage());
            new OriginalId(1, 2, 3).markOn(copy);

            assertEquals(Fingerprint.of(message), Fingerprint.of(copy), () -> "fingerprint of " + message);
        }
    }

    @Test
    void messagesOfEveryKindDiffer() throws Exception {
        List<Message> messages = broker.messages(QUEUE);

        assertTrue(messages.size() > 30);
        assertEquals(
                messages.size(), fingerprints(true).values().stream().distinct().count());
        for (Message message : messages) {
            assertNotEquals(0, Fingerprint.of(message));
            assertNotEquals(-1, Fingerprint.of(message));
        }
    }

    private void receiveAndRollBack(ConnectionFactory clients, int count) throws Exception {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            for (int i = 0; i < count; i++) {
                assertNotNull(consumer.receive(RECEIVE_MILLIS), "message " + i);
            }
            session.rollback();
        }
        await().until(() -> broker.queue(QUEUE).getDeliveringCount() == 0
                && broker.messages(QUEUE).size() == count);
    }

    /** By the messages' ids, with and without the body of large ones; non-durable messages do not survive a restart. */
    private Map<Long, List<Long>> fingerprints(boolean alsoOfNonDurable) throws Exception {
        Map<Long, List<Long>> fingerprints = new LinkedHashMap<>();
        for (Message message : broker.messages(QUEUE)) {
            if (alsoOfNonDurable || message.isDurable()) {
                fingerprints.put(
                        message.getMessageID(), List.of(Fingerprint.of(message), Fingerprint.ofFullContent(message)));
            }
        }
        return fingerprints;
    }
}
