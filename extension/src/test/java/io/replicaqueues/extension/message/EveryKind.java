// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import io.replicaqueues.extension.JournalBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPStandardMessage;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Section;

/** Messages of every kind that clients of Core and AMQP can send. */
public final class EveryKind {

    static final int LARGE = 300 * 1024;

    private static final String UNICODE = "Zürich, Ελλάδα, 東京, 🐇";
    private static final long AN_HOUR = 3_600_000;

    private EveryKind() {}

    /** Sends them over both protocols, and AMQP messages that no JMS client sends. */
    public static void send(JournalBroker broker, String queue) throws Exception {
        broker.queue(queue);
        sendJms(broker.coreClients(), queue);
        sendJms(broker.amqpClients(), queue);
        for (org.apache.qpid.proton.message.Message message : amqpMessages()) {
            broker.put(standard(message), queue);
        }
    }

    private static void sendJms(ConnectionFactory clients, String queue) throws JMSException {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (Message message : jmsMessages(session)) {
                producer.send(message);
            }
            Message text = session.createTextMessage("with headers");
            text.setJMSType("a type");
            text.setJMSCorrelationID("a correlation id");
            text.setJMSReplyTo(session.createQueue("replies"));
            text.setStringProperty("JMSXGroupID", "a group");
            text.setIntProperty("JMSXGroupSeq", 3);
            producer.send(text, DeliveryMode.PERSISTENT, 9, AN_HOUR);
            producer.send(session.createTextMessage("fleeting"), DeliveryMode.NON_PERSISTENT, 0, 0);
        }
    }

    private static List<Message> jmsMessages(Session session) throws JMSException {
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {1, 2, 3, -1});
        BytesMessage large = session.createBytesMessage();
        large.writeBytes(largeBody());
        large.setStringProperty("kind", "large");
        MapMessage map = session.createMapMessage();
        map.setString(UNICODE, UNICODE);
        map.setDouble("double", Math.PI);
        map.setBytes("bytes", new byte[] {4, 5});
        map.setObject("null", null);
        StreamMessage stream = session.createStreamMessage();
        stream.writeLong(Long.MIN_VALUE);
        stream.writeString(UNICODE);
        stream.writeBoolean(true);
        Message manyProperties = session.createMessage();
        for (int i = 0; i < 1_000; i++) {
            manyProperties.setIntProperty("property" + i, i);
        }
        return List.of(
                session.createMessage(),
                session.createTextMessage(),
                session.createTextMessage(UNICODE),
                session.createTextMessage("x".repeat(64 * 1024)),
                session.createBytesMessage(),
                bytes,
                map,
                stream,
                session.createObjectMessage(UNICODE),
                everyProperty(session.createTextMessage("properties")),
                manyProperties,
                large);
    }

    private static Message everyProperty(Message message) throws JMSException {
        message.setBooleanProperty("boolean", true);
        message.setByteProperty("byte", Byte.MIN_VALUE);
        message.setShortProperty("short", Short.MIN_VALUE);
        message.setIntProperty("int", Integer.MIN_VALUE);
        message.setLongProperty("long", Long.MIN_VALUE);
        message.setFloatProperty("float", Float.MIN_VALUE);
        message.setDoubleProperty("double", Double.MIN_VALUE);
        message.setStringProperty("string", UNICODE);
        message.setStringProperty("longString", "x".repeat(64 * 1024));
        message.setStringProperty("empty", "");
        message.setStringProperty("null", null);
        return message;
    }

    static List<org.apache.qpid.proton.message.Message> amqpMessages() {
        org.apache.qpid.proton.message.Message nonDurable = amqp(new AmqpValue("not durable"));
        nonDurable.setHeader(new Header());
        org.apache.qpid.proton.message.Message everySection = amqp(new AmqpValue("every section"));
        everySection.setDurable(true);
        everySection.setPriority((short) 7);
        everySection.setMessageId("an id");
        everySection.setUserId("a user".getBytes(StandardCharsets.UTF_8));
        everySection.setSubject(UNICODE);
        everySection.setGroupSequence(7);
        everySection.setDeliveryAnnotations(new DeliveryAnnotations(Map.of(Symbol.valueOf("d"), 1)));
        everySection.setMessageAnnotations(new MessageAnnotations(
                Map.of(Symbol.valueOf("x-opt-a"), UNICODE, Symbol.valueOf("x-opt-b"), UnsignedInteger.MAX_VALUE)));
        everySection.setApplicationProperties(
                new ApplicationProperties(Map.of("p", true, "q", UnsignedInteger.valueOf(5))));
        everySection.setFooter(new Footer(Map.of(Symbol.valueOf("f"), 1)));
        return List.of(
                withoutHeader(),
                nonDurable,
                everySection,
                durable(new Data(new Binary(new byte[] {1, 2, 3}))),
                durable(new Data(new Binary(new byte[0]))),
                durable(new AmqpValue(null)),
                durable(new AmqpValue(Map.of(UNICODE, 3L))),
                durable(new AmqpSequence(Arrays.asList(1, "two", null))),
                durable(null));
    }

    static org.apache.qpid.proton.message.Message withoutHeader() {
        return amqp(new AmqpValue("no header"));
    }

    static org.apache.qpid.proton.message.Message durable(Section body) {
        org.apache.qpid.proton.message.Message message = amqp(body);
        message.setDurable(true);
        return message;
    }

    private static org.apache.qpid.proton.message.Message amqp(Section body) {
        org.apache.qpid.proton.message.Message message = Proton.message();
        message.setBody(body);
        return message;
    }

    /** The message as the broker has it that receives it. */
    public static AMQPStandardMessage standard(org.apache.qpid.proton.message.Message message) {
        byte[] buffer = new byte[LARGE];
        int size = message.encode(buffer, 0, buffer.length);
        AMQPStandardMessage standard = new AMQPStandardMessage(0, Arrays.copyOf(buffer, size), null, null);
        // Reads the sections, which the broker does on reception.
        standard.getHeader();
        return standard;
    }

    static byte[] largeBody() {
        byte[] body = new byte[LARGE];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        return body;
    }
}
