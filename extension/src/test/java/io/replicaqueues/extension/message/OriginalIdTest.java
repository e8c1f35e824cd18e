// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.replicaqueues.extension.JournalBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.StringJoiner;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.converter.CoreAmqpConverter;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginalIdTest {

    private static final String QUEUE = "replica";
    private static final long RECEIVE_MILLIS = 5_000;
    private static final OriginalId MARK = new OriginalId(-1, 1L << 40, Long.MIN_VALUE);

    @TempDir
    Path data;

    private JournalBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new JournalBroker(data);
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void aMessageWithoutMarkHasNoOriginalId() {
        assertNull(OriginalId.of(core()));
        assertEquals(-1, OriginalId.idOf(core()));
    }

    @Test
    void aMarkIsReadBackAndReplacedByALaterOne() throws Exception {
        for (Message message : unmarked()) {
            new OriginalId(7, 8, 9).markOn(message);
            MARK.markOn(message);

            assertEquals(MARK, OriginalId.of(message));
            assertEquals(MARK.id(), OriginalId.idOf(message));
        }
    }

    @Test
    void aMarkSurvivesARestart() throws Exception {
        putMarked();

        broker.restart();

        List<Message> messages = broker.messages(QUEUE);
        assertEquals(3, messages.size());
        messages.forEach(message -> assertEquals(MARK, OriginalId.of(message), message::toString));
    }

    @Test
    void noClientSeesTheMark() throws Exception {
        putMarked();
        assertNothingIsSeen(broker.coreClients());

        putMarked();
        assertNothingIsSeen(broker.amqpClients());
    }

    @Test
    void noClientSeesTheMarkAfterARestart() throws Exception {
        putMarked();
        broker.restart();
        assertNothingIsSeen(broker.amqpClients());

        putMarked();
        broker.restart();
        assertNothingIsSeen(broker.coreClients());
    }

    @Test
    void whatGoesOutToAnAmqpClientHasNoTraceOfTheMark() throws Exception {
        putMarked();
        for (Message message : broker.messages(QUEUE)) {
            AMQPMessage amqp = CoreAmqpConverter.checkAMQP(message, broker.storage());
            MessageReference reference = MessageReference.Factory.createReference(message, broker.queue(QUEUE));
            ReadableBuffer sent = amqp.getSendBuffer(1, reference);
            byte[] bytes = new byte[sent.remaining()];
            sent.get(bytes);

            assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains("QUEUE_REPLICATION"));
        }
    }

    @Test
    void aMessageThatIsMovedElsewhereLosesTheMark() throws Exception {
        putMarked();
        broker.queue("elsewhere");

        broker.queue(QUEUE).moveReferences(null, SimpleString.of("elsewhere"), null);

        await().until(() -> broker.messages("elsewhere").size() == 3);
        broker.messages("elsewhere").forEach(message -> assertNull(OriginalId.of(message)));
    }

    @Test
    void anotherBrokerOrAnotherIncarnationOfTheQueueIsAnotherOrigin() {
        long origin = OriginalId.originOf("node", 1);

        assertEquals(origin, OriginalId.originOf("node", 1));
        assertNotEquals(origin, OriginalId.originOf("node", 2));
        assertNotEquals(origin, OriginalId.originOf("nodf", 1));
    }

    private void assertNothingIsSeen(ConnectionFactory clients) throws JMSException {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            for (int i = 0; i < 3; i++) {
                jakarta.jms.Message message = consumer.receive(RECEIVE_MILLIS);
                assertNotNull(message);
                assertFalse(propertiesOf(message).contains("QUEUE_REPLICATION"), () -> String.valueOf(message));
            }
        }
    }

    private static String propertiesOf(jakarta.jms.Message message) throws JMSException {
        StringJoiner names = new StringJoiner(", ");
        Enumeration<?> each = message.getPropertyNames();
        each.asIterator().forEachRemaining(name -> names.add(name.toString()));
        return names.toString();
    }

    private void putMarked() throws Exception {
        for (Message message : unmarked()) {
            MARK.markOn(message);
            broker.put(message, QUEUE);
        }
    }

    /** A Core message, an AMQP message and a large one. */
    private List<Message> unmarked() throws Exception {
        LargeServerMessage large = broker.storage().createCoreLargeMessage();
        Message message = broker.storage()
                .onLargeMessageCreate(broker.storage().generateID(), large)
                .toMessage();
        message.setDurable(true);
        large.addBytes(EveryKind.largeBody());
        large.releaseResources(true, true);
        return List.of(core(), EveryKind.standard(EveryKind.durable(new AmqpValue("text"))), message);
    }

    private static Message core() {
        CoreMessage message = new CoreMessage(0, 64);
        message.setDurable(true);
        message.setType(Message.TEXT_TYPE);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of("a text"));
        return message;
    }
}
