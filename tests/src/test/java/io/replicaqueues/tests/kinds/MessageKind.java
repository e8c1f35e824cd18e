// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static io.replicaqueues.tests.kinds.Clients.amqp;
import static io.replicaqueues.tests.kinds.Clients.compressing;
import static io.replicaqueues.tests.kinds.Clients.core;
import static io.replicaqueues.tests.kinds.Clients.coreSession;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** A kind of message, as a client of its protocol sends it. Immutable. */
enum MessageKind {
    CORE_DURABLE(core((session, producer, number) -> session.createTextMessage("durable " + number))),
    CORE_NON_DURABLE(core((session, producer, number) -> {
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        return session.createTextMessage("not durable " + number);
    })),
    AMQP_NON_DURABLE(amqp((session, producer, number) -> {
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        return session.createTextMessage("not durable " + number);
    })),
    CORE_PRIORITIES(core((session, producer, number) -> {
        producer.setPriority(number * 7 % 10);
        return session.createTextMessage("priority " + number * 7 % 10);
    })),
    AMQP_PRIORITIES(amqp((session, producer, number) -> {
        producer.setPriority(number * 7 % 10);
        return session.createTextMessage("priority " + number * 7 % 10);
    })),
    CORE_SCHEDULED(core((session, producer, number) -> {
        producer.setDeliveryDelay(Duration.ofHours(1 + number % 3).toMillis());
        return session.createTextMessage("scheduled " + number);
    })),
    AMQP_SCHEDULED(amqp((session, producer, number) -> {
        producer.setDeliveryDelay(Duration.ofHours(1 + number % 3).toMillis());
        return session.createTextMessage("scheduled " + number);
    })),
    CORE_EXPIRING_LATER(core((session, producer, number) -> {
        producer.setTimeToLive(Duration.ofDays(1 + number).toMillis());
        return session.createTextMessage("expires " + number);
    })),
    AMQP_EXPIRING_LATER(amqp((session, producer, number) -> {
        producer.setTimeToLive(Duration.ofDays(1 + number).toMillis());
        return session.createTextMessage("expires " + number);
    })),
    GROUPED(core((session, producer, number) -> {
        Message message = session.createTextMessage("grouped " + number);
        message.setStringProperty("JMSXGroupID", "group " + number % 3);
        message.setIntProperty("JMSXGroupSeq", number);
        return message;
    })),
    AMQP_GROUPED(amqp((session, producer, number) -> {
        Message message = session.createTextMessage("grouped " + number);
        message.setStringProperty("JMSXGroupID", "group " + number % 3);
        message.setIntProperty("JMSXGroupSeq", number);
        return message;
    })),
    WITHOUT_BODY_AND_PROPERTIES(core((session, producer, number) -> session.createMessage())),
    AMQP_WITHOUT_BODY(amqp((session, producer, number) -> session.createMessage())),
    NULL_TEXT_AND_NULL_PROPERTY(core((session, producer, number) -> {
        Message message = session.createTextMessage(null);
        message.setStringProperty("null", null);
        message.setStringProperty("empty", "");
        return message;
    })),
    AMQP_NULL_TEXT_AND_NULL_PROPERTY(amqp((session, producer, number) -> {
        Message message = session.createTextMessage(null);
        message.setStringProperty("null", null);
        message.setStringProperty("empty", "");
        return message;
    })),
    PROPERTY_OF_64_KIB(core((session, producer, number) -> {
        Message message = session.createTextMessage("long property");
        message.setStringProperty("long", "\u20ac".repeat(32 * 1024) + number);
        return message;
    })),
    AMQP_PROPERTY_OF_64_KIB(amqp((session, producer, number) -> {
        Message message = session.createTextMessage("long property");
        message.setStringProperty("long", "\u20ac".repeat(32 * 1024) + number);
        return message;
    })),
    A_THOUSAND_PROPERTIES(
            core((session, producer, number) -> withAThousandProperties(session.createMessage(), number))),
    AMQP_A_THOUSAND_PROPERTIES(
            amqp((session, producer, number) -> withAThousandProperties(session.createMessage(), number))),
    UNICODE(core((session, producer, number) -> {
        Message message = session.createTextMessage("\u0000\ud83d\udc07 \u6771\u4eac \ud800 alone " + number);
        message.setStringProperty("Z\u00fcrich", "\u0395\u03bb\u03bb\u03ac\u03b4\u03b1");
        return message;
    })),
    CORE_COMPRESSED(
            compressing((session, producer, number) -> session.createTextMessage("text ".repeat(20_000 + number)))),
    CORE_COMPRESSED_AND_LARGE(compressing((session, producer, number) -> {
        byte[] incompressible = new byte[200 * 1024];
        new Random(number).nextBytes(incompressible);
        var message = session.createBytesMessage();
        message.writeBytes(incompressible);
        return message;
    })),
    OPAQUE_BYTES(amqp((session, producer, number) -> {
        byte[] cipher = new byte[1_000 + number];
        new Random(number).nextBytes(cipher);
        var message = session.createBytesMessage();
        message.writeBytes(cipher);
        return message;
    })),
    EVERY_PROPERTY_TYPE_OF_CORE(coreSession((session, producer, number) -> {
        // Of the small numbers some mean a message within the message.
        ClientMessage message = session.createMessage((byte) (10 + number % 110), number % 2 == 0);
        message.putBytesProperty("bytes", new byte[] {0, -1, (byte) number});
        message.putBytesProperty("no bytes", new byte[0]);
        message.putCharProperty("char", '\uffff');
        message.putFloatProperty("NaN", Float.NaN);
        message.putDoubleProperty("-0", -0.0);
        message.putByteProperty("byte", Byte.MIN_VALUE);
        message.putShortProperty("short", Short.MAX_VALUE);
        message.putBooleanProperty("boolean", false);
        message.putObjectProperty("null", null);
        message.putStringProperty(SimpleString.of(""), SimpleString.of("under an empty name"));
        message.setCorrelationID(ByteBuffer.allocate(4).putInt(number).array());
        message.getBodyBuffer().writeBytes(new byte[] {1, 2, 3, (byte) number});
        return message;
    })),
    WITH_DUPLICATE_ID(coreSession((session, producer, number) -> {
        ClientMessage message = session.createMessage(true);
        // Every second one is a duplicate, and refused by the original.
        message.putStringProperty("_AMQ_DUPL_ID", "id of " + producer.hashCode() + " " + number / 2);
        message.getBodyBuffer().writeString("number " + number);
        return message;
    })),
    LAST_VALUE_ON_AN_ORDINARY_QUEUE(coreSession((session, producer, number) -> {
        ClientMessage message = session.createMessage(true);
        message.putStringProperty("_AMQ_LVQ_NAME", "value " + number % 3);
        return message;
    })),
    MIXED_CORE((broker, queue, first, count) ->
            new MixedMessages(first, "core " + first).largeEvery(7).send(broker.core(), queue, count)),
    MIXED_AMQP((broker, queue, first, count) ->
            new MixedMessages(first, "amqp " + first).largeEvery(7).send(broker.amqp(), queue, count));

    @SuppressWarnings("ImmutableEnumChecker") // The senders keep nothing between two calls.
    private final Sender sender;

    MessageKind(Sender sender) {
        this.sender = sender;
    }

    /** Sends messages. */
    interface Sender {
        void send(Broker broker, String queue, int first, int count) throws Exception;
    }

    /** Sends so many, numbered from {@code first}, and returns when the broker has them. */
    void send(Broker broker, String queue, int first, int count) throws Exception {
        sender.send(broker, queue, first, count);
    }

    private static Message withAThousandProperties(Message message, int number) throws JMSException {
        for (int property = 0; property < 1_000; property++) {
            message.setIntProperty("property" + property, property * number);
        }
        return message;
    }
}
