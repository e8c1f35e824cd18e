// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import io.replicaqueues.tests.broker.Broker;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/** What clients do with the queues that the console shows. Stateless. */
final class Traffic {

    private static final long PATIENCE_MILLIS = 60_000;
    private static final int PER_TRANSACTION = 1_000;

    private Traffic() {}

    /** A text in JSON, bytes, a long text, one of 5 MB, one with a thousand properties, one without an id or a time. */
    static void sendEveryKind(ConnectionFactory clients, String queue) throws JMSException {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            TextMessage json = session.createTextMessage("{\"city\":\"Zürich 🐇\",\"price\":1.10,\"tags\":[]}");
            json.setStringProperty("region", "eu");
            json.setIntProperty("attempt", 3);
            producer.send(json);
            BytesMessage bytes = session.createBytesMessage();
            for (int i = 0; i < 100; i++) {
                bytes.writeByte((byte) (i * 5));
            }
            producer.send(bytes);
            producer.send(session.createTextMessage("long ".repeat(200)));
            producer.send(session.createTextMessage("x".repeat(5_000_000)));
            TextMessage rich = session.createTextMessage("a thousand properties");
            for (int i = 0; i < 1_000; i++) {
                rich.setStringProperty("property" + i, "value " + i);
            }
            producer.send(rich);
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            producer.send(session.createTextMessage("without an id"));
        }
    }

    static void sendTexts(Broker broker, String queue, String... texts) throws JMSException {
        try (Connection connection = broker.core().createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    static void sendMany(Broker broker, String queue, int messages) throws JMSException {
        try (Connection connection = broker.core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int i = 0; i < messages; i++) {
                producer.send(session.createTextMessage(Integer.toString(i)));
                if (i % PER_TRANSACTION == PER_TRANSACTION - 1) {
                    session.commit();
                }
            }
        }
    }

    static void consume(Broker broker, String queue, int messages) throws JMSException {
        try (Connection connection = broker.core().createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            for (int i = 0; i < messages; i++) {
                consumer.receive(PATIENCE_MILLIS);
            }
        }
    }
}
