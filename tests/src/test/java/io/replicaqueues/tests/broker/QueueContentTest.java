// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That a comparison of contents finds every difference, and finds none where there is none. */
final class QueueContentTest {

    private static final int MESSAGES = 400;

    @TempDir
    private static Path data;

    private static EmbeddedBroker broker;
    private static QueueContent mixed;

    /** What makes one message different from a plain one. */
    private interface Variation {
        Message of(Session session, MessageProducer producer) throws JMSException;
    }

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.named("content", data).start();
        broker.createQueue("mixed");
        new MixedMessages(1, "amqp").send(broker.amqp(), "mixed", MESSAGES);
        new MixedMessages(2, "core").send(broker.core(), "mixed", MESSAGES);
        mixed = QueueContent.of(broker, "mixed");
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    static Stream<Arguments> variations() {
        return Stream.of(
                variation("header.durable", (session, producer) -> {
                    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                    return plain(session);
                }),
                variation("header.priority", (session, producer) -> {
                    producer.setPriority(5);
                    return plain(session);
                }),
                variation("properties.absolute-expiry-time", (session, producer) -> {
                    producer.setTimeToLive(10_000_000);
                    return plain(session);
                }),
                variation("properties.correlation-id", with(message -> message.setJMSCorrelationID("other"))),
                variation("properties.subject", with(message -> message.setJMSType("other"))),
                variation("properties.group-id", with(message -> message.setStringProperty("JMSXGroupID", "other"))),
                variation("properties.reply-to", (session, producer) -> {
                    Message message = plain(session);
                    message.setJMSReplyTo(session.createQueue("elsewhere"));
                    return message;
                }),
                variation("application-properties.number", with(message -> message.setIntProperty("number", 6))),
                variation("application-properties.number", with(message -> message.setLongProperty("number", 5))),
                variation("application-properties.added", with(message -> message.setStringProperty("added", ""))),
                variation("body", (session, producer) -> numbered(session.createTextMessage("text."))),
                variation("body", (session, producer) -> numbered(session.createTextMessage())));
    }

    @ParameterizedTest
    @MethodSource("variations")
    void aDifferenceInOneFieldIsSeen(String field, Variation variation) throws Exception {
        MessageContent plain = sent((session, producer) -> plain(session));
        assertEquals(Optional.empty(), plain.firstDifference(sent((session, producer) -> plain(session))));

        MessageContent varied = sent(variation);

        assertNotEquals(plain.field(field), varied.field(field));
        assertTrue(plain.firstDifference(varied).isPresent());
    }

    @Test
    void aLargeBodyThatDiffersInItsLastByteIsFound() throws Exception {
        byte[] body = new byte[MixedMessages.LARGE];
        byte[] other = body.clone();
        other[other.length - 1] = 1;

        String difference =
                sent(bytes(body)).firstDifference(sent(bytes(other))).orElse("none");

        assertTrue(difference.startsWith("body is Data Binary of " + body.length + " bytes"), difference);
    }

    @Test
    void everyMessageIsSeenWithAllItHas() {
        assertEquals(2 * MESSAGES, mixed.size());
        assertTrue(
                mixed.messages().stream().allMatch(message -> message.fields().containsKey("properties.to")));
        assertTrue(mixed.messages().stream()
                .anyMatch(message ->
                        message.field("application-properties.aShort").startsWith("Short ")));
    }

    @Test
    void theSameContentIsTheSameEachTimeItIsRead() throws Exception {
        QueueContent again = QueueContent.of(broker, "mixed");
        assertDoesNotThrow(() -> QueueContent.assertSame(mixed, again));
        assertDoesNotThrow(() -> QueueContent.assertSameByProducer(mixed, again));
    }

    @Test
    void aRestartOfTheBrokerChangesNothingInDurableMessages(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker restarted =
                EmbeddedBroker.named("restarted", folder).start()) {
            restarted.createQueue("mixed");
            new MixedMessages(3, "amqp").send(restarted.amqp(), "mixed", MESSAGES);
            new MixedMessages(4, "core").send(restarted.core(), "mixed", MESSAGES);
            QueueContent before = QueueContent.of(restarted, "mixed");
            QueueContent durable = new QueueContent(before.messages().stream()
                    .filter(message -> message.field("header.durable").equals("Boolean true"))
                    .toList());

            restarted.restart();

            QueueContent.assertSame(durable, QueueContent.of(restarted, "mixed"));
        }
    }

    @Test
    void aMissingMessageIsNamedWithBothCounts() {
        QueueContent replica = changed(messages -> {
            messages.remove(17);
            return messages;
        });
        String difference = failure(replica);
        assertTrue(difference.contains("800 messages against 799"), difference);
        assertTrue(difference.contains("at position 17, the replica lacks message "), difference);
        assertTrue(difference.contains(mixed.messages().get(17).messageId()), difference);
        assertFalse(difference.contains("\n"), difference);
    }

    @Test
    void aMissingLastMessageIsFound() {
        String difference = failure(changed(messages -> messages.subList(0, messages.size() - 1)));
        assertTrue(difference.contains("the replica ends before message "), difference);
    }

    @Test
    void aMessageThatIsThereTwiceIsFound() {
        String difference = failure(changed(messages -> {
            messages.add(messages.get(messages.size() - 1));
            return messages;
        }));
        assertTrue(difference.contains("only the replica has, at its end, message "), difference);
    }

    @Test
    void anotherOrderIsADifference() {
        String difference = failure(changed(messages -> {
            Collections.swap(messages, 3, 4);
            return messages;
        }));
        assertTrue(difference.contains("at position 3, the order differs"), difference);
    }

    @Test
    void producersMayInterleaveOtherwiseWhereOnlyTheirOwnOrderCounts() {
        int core = first("core", 0);
        QueueContent replica = changed(messages -> {
            Collections.swap(messages, core - 1, core);
            return messages;
        });
        assertThrows(AssertionError.class, () -> QueueContent.assertSame(mixed, replica));
        assertDoesNotThrow(() -> QueueContent.assertSameByProducer(mixed, replica));
    }

    @Test
    void oneProducersMessagesMayNotChangePlacesAtOnePriority() {
        int first = first("core", 0);
        QueueContent replica = changed(messages -> {
            Collections.swap(messages, first, first + 1);
            return messages;
        });
        AssertionError error =
                assertThrows(AssertionError.class, () -> QueueContent.assertSameByProducer(mixed, replica));
        assertTrue(error.getMessage().contains("of producer String core at priority "), error.getMessage());
    }

    @Test
    void oneChangedFieldInTheMiddleIsNamed() {
        String difference = failure(changed(messages -> {
            SortedMap<String, String> fields = new TreeMap<>(messages.get(100).fields());
            fields.put("message-annotations.x-opt-added", "String by somebody");
            messages.set(100, new MessageContent(fields));
            return messages;
        }));
        assertTrue(
                difference.endsWith("message-annotations.x-opt-added is nothing in the original,"
                        + " String by somebody in the replica"),
                difference);
    }

    /** Position of the producer's first message, at the queue's priority there. */
    private static int first(String producer, int from) {
        int position = from;
        while (!mixed.messages()
                .get(position)
                .field("application-properties.producer")
                .equals("String " + producer)) {
            position++;
        }
        return position;
    }

    private static QueueContent changed(UnaryOperator<List<MessageContent>> change) {
        return new QueueContent(change.apply(new ArrayList<>(mixed.messages())));
    }

    private static String failure(QueueContent replica) {
        return assertThrows(AssertionError.class, () -> QueueContent.assertSame(mixed, replica))
                .getMessage();
    }

    private static MessageContent sent(Variation variation) throws Exception {
        ConnectionFactory clients = broker.amqp();
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue("varied"))) {
            // So that two plain messages are equal.
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            producer.send(variation.of(session, producer));
            MessageContent content =
                    QueueContent.of(broker, "varied").messages().get(0);
            connection.start();
            session.createConsumer(session.createQueue("varied")).receive(10_000);
            return content;
        }
    }

    private static Variation bytes(byte[] body) {
        return (session, producer) -> {
            var message = session.createBytesMessage();
            message.writeBytes(body);
            return message;
        };
    }

    private interface Change {
        void apply(Message message) throws JMSException;
    }

    private static Variation with(Change change) {
        return (session, producer) -> {
            Message message = plain(session);
            change.apply(message);
            return message;
        };
    }

    private static Message plain(Session session) throws JMSException {
        return numbered(session.createTextMessage("text"));
    }

    private static Message numbered(Message message) throws JMSException {
        message.setIntProperty("number", 5);
        return message;
    }

    private static Arguments variation(String field, Variation variation) {
        return Arguments.of(field, variation);
    }
}
