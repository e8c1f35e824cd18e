// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredContentTest {

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static Connection connection;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.named("stored-content", folder).start();
        // One for all, as its id is part of every message.
        connection = broker.core().createConnection();
        connection.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void whatAConsumerHoldsIsInItsPlaceInTheQueue() throws Exception {
        broker.createQueue("held");
        new MixedMessages(1, "p").send(broker.core(), "held", 10);
        StoredContent before = StoredContent.of(broker, "held");

        try (Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("held"))) {
            assertNotNull(consumer.receive(5_000));

            // The client fetches all of them in advance.
            await().until(() -> StoredContent.of(broker, "held").held() == 10);
            StoredContent.assertSame(before, StoredContent.of(broker, "held"));
        }
    }

    @Test
    void aScheduledMessageIsNotAWaitingOne() throws Exception {
        broker.createQueue("scheduled");
        broker.createQueue("waiting");
        send("scheduled", "same text", Duration.ofHours(1));
        send("waiting", "same text", Duration.ZERO);

        assertEquals(1, StoredContent.of(broker, "scheduled").scheduled().size());
        assertEquals(1, StoredContent.of(broker, "waiting").inQueue().size());
        assertDiffer("scheduled", "waiting");
    }

    @Test
    void aMissingAndAnExchangedMessageAreNoticed() throws Exception {
        broker.createQueue("ab");
        broker.createQueue("a");
        broker.createQueue("ba");
        send("ab", "a", Duration.ZERO);
        send("ab", "b", Duration.ZERO);
        send("a", "a", Duration.ZERO);
        send("ba", "b", Duration.ZERO);
        send("ba", "a", Duration.ZERO);

        StoredContent.assertSame(StoredContent.of(broker, "ab"), StoredContent.of(broker, "ab"));
        assertTrue(assertDiffer("ab", "a").contains("the replica lacks"));
        assertTrue(assertDiffer("a", "ab").contains("only the replica has"));
        assertTrue(assertDiffer("ab", "ba").contains("the order differs at position 0"));
    }

    private static String assertDiffer(String original, String replica) {
        return assertThrows(
                        AssertionError.class,
                        () -> StoredContent.assertSame(
                                StoredContent.of(broker, original), StoredContent.of(broker, replica)))
                .getMessage();
    }

    /** Without ids and times, so that the same text is the same message. */
    private static void send(String queue, String text, Duration delay) throws JMSException {
        try (Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            producer.setDeliveryDelay(delay.toMillis());
            Message message = session.createTextMessage(text);
            producer.send(message);
        }
    }
}
