// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

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
import java.time.Duration;
import java.util.Random;

/**
 * Messages of every kind a JMS client can send, over AMQP or Core: all body types and none, properties of all
 * types, durable and not, every priority, groups, far expiry, large ones. The same seed gives the same messages,
 * but for the ids and times that the client library sets. For one thread.
 *
 * <p>Each message carries the properties {@link #PRODUCER} and {@link #SEQUENCE}, by which a test can tell the
 * order of one producer.
 */
public final class MixedMessages {

    /** String property: who sent the message. */
    public static final String PRODUCER = "producer";

    /** Long property: 0, 1, 2… for each producer. */
    public static final String SEQUENCE = "sequence";

    /** Bytes in the body of a large message, well above what brokers keep in memory. */
    public static final int LARGE = 300 * 1024;

    private static final int PER_TRANSACTION = 200;
    private static final long FAR_AWAY = Duration.ofDays(30).toMillis();
    private static final String UNICODE = "Zürich, Ελλάδα, 東京, 🐇";
    private static final String[] TYPES = {null, "invoice", "Lieferschein für " + UNICODE};

    private final Random random;
    private final String producer;
    private int largeEvery = 100;
    private long sequence;

    /**
     * A source of messages.
     *
     * @param seed decides everything that is random
     * @param producer value of {@link #PRODUCER}
     */
    public MixedMessages(long seed, String producer) {
        this.random = new Random(seed);
        this.producer = producer;
    }

    /** One message in so many is large, 100 unless set; 0 for none. */
    public MixedMessages largeEvery(int messages) {
        largeEvery = messages;
        return this;
    }

    /** Sends so many messages in transactions of 200, and returns when the broker has them. */
    public void send(ConnectionFactory clients, String queue, int count) throws JMSException {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer target = session.createProducer(session.createQueue(queue))) {
            for (int sent = 1; sent <= count; sent++) {
                send(session, target);
                if (sent % PER_TRANSACTION == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    /** Sends the next message, with its own delivery mode, priority and expiry. */
    public void send(Session session, MessageProducer target) throws JMSException {
        Message message = next(session);
        int deliveryMode = random.nextInt(4) == 0 ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT;
        int priority = random.nextBoolean() ? Message.DEFAULT_PRIORITY : random.nextInt(10);
        long timeToLive = random.nextInt(5) == 0 ? FAR_AWAY + random.nextInt(100_000) : 0;
        target.send(message, deliveryMode, priority, timeToLive);
    }

    private Message next(Session session) throws JMSException {
        boolean large = largeEvery > 0 && sequence % largeEvery == largeEvery - 1;
        Message message = large ? bytes(session, LARGE) : small(session);
        headers(session, message);
        properties(message);
        message.setStringProperty(PRODUCER, producer);
        message.setLongProperty(SEQUENCE, sequence++);
        return message;
    }

    private Message small(Session session) throws JMSException {
        return switch (random.nextInt(8)) {
            case 0 -> session.createMessage();
            case 1 -> session.createTextMessage();
            case 2 -> session.createObjectMessage("object " + random.nextInt());
            case 3 -> map(session);
            case 4 -> stream(session);
            case 5 -> bytes(session, random.nextInt(2_000));
            default -> session.createTextMessage(UNICODE + " " + "text ".repeat(random.nextInt(100)));
        };
    }

    private Message bytes(Session session, int size) throws JMSException {
        byte[] body = new byte[size];
        random.nextBytes(body);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private Message map(Session session) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setString(UNICODE, "value " + random.nextInt());
        message.setInt("int", random.nextInt());
        message.setDouble("double", random.nextDouble());
        message.setBytes("bytes", new byte[] {1, 2, (byte) random.nextInt()});
        return message;
    }

    private Message stream(Session session) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeLong(random.nextLong());
        message.writeString(UNICODE);
        message.writeBoolean(random.nextBoolean());
        return message;
    }

    private void headers(Session session, Message message) throws JMSException {
        message.setJMSType(TYPES[random.nextInt(TYPES.length)]);
        if (random.nextBoolean()) {
            message.setJMSCorrelationID("correlation-" + random.nextInt());
        }
        if (random.nextInt(3) == 0) {
            message.setJMSReplyTo(session.createQueue("replies"));
        }
        if (random.nextInt(4) == 0) {
            message.setStringProperty("JMSXGroupID", "group-" + random.nextInt(5));
            message.setIntProperty("JMSXGroupSeq", 1 + random.nextInt(1_000));
        }
    }

    private void properties(Message message) throws JMSException {
        if (random.nextInt(4) == 0) {
            return;
        }
        message.setBooleanProperty("aBoolean", random.nextBoolean());
        message.setByteProperty("aByte", (byte) random.nextInt());
        message.setShortProperty("aShort", (short) random.nextInt());
        message.setIntProperty("anInt", random.nextInt());
        message.setLongProperty("aLong", random.nextLong());
        message.setFloatProperty("aFloat", random.nextFloat());
        message.setDoubleProperty("aDouble", random.nextDouble());
        message.setStringProperty("aString", UNICODE + random.nextInt());
        message.setStringProperty("anEmptyString", "");
        message.setStringProperty("aNull", null);
    }
}
