// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.kinds.MessageKind.Sender;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQDuplicateIdException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Clients that send and receive messages of a test. Stateless. */
final class Clients {

    private static final long PATIENCE_MILLIS = 20_000;

    private Clients() {}

    /** Makes one message of a JMS client. */
    interface JmsMessage {
        Message create(Session session, MessageProducer producer, int number) throws JMSException;
    }

    /** Makes one message of a client of the broker's own API. */
    interface CoreMessage {
        ClientMessage create(ClientSession session, ClientProducer producer, int number) throws Exception;
    }

    static Sender core(JmsMessage messages) {
        return jms(Broker::core, messages);
    }

    static Sender amqp(JmsMessage messages) {
        return jms(Broker::amqp, messages);
    }

    /** Core clients that compress bodies above 1 KiB. */
    static Sender compressing(JmsMessage messages) {
        return jms(
                broker -> new ActiveMQConnectionFactory(
                        "tcp://" + broker.hostAndPort() + "?compressLargeMessage=true&minLargeMessageSize=1024",
                        broker.user(),
                        broker.password()),
                messages);
    }

    private static Sender jms(Function<Broker, ConnectionFactory> clients, JmsMessage messages) {
        return (broker, queue, first, count) -> {
            try (Connection connection = clients.apply(broker).createConnection();
                    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                    MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                for (int number = first; number < first + count; number++) {
                    producer.send(messages.create(session, producer, number));
                }
            }
        };
    }

    static Sender coreSession(CoreMessage messages) {
        return (broker, queue, first, count) -> {
            try (ServerLocator locator = locator(broker);
                    ClientSessionFactory factory = locator.createSessionFactory();
                    ClientSession session = session(factory, broker);
                    ClientProducer producer = session.createProducer(queue)) {
                for (int number = first; number < first + count; number++) {
                    send(producer, messages.create(session, producer, number));
                }
            }
        };
    }

    private static ServerLocator locator(Broker broker) throws Exception {
        return ActiveMQClient.createServerLocator("tcp://" + broker.hostAndPort());
    }

    private static ClientSession session(ClientSessionFactory factory, Broker broker) throws Exception {
        return factory.createSession(broker.user(), broker.password(), false, true, true, false, 0);
    }

    private static void send(ClientProducer producer, ClientMessage message) throws Exception {
        try {
            producer.send(message);
        } catch (ActiveMQDuplicateIdException e) {
            // The original has refused it, as it is to be.
        }
    }

    /** Takes so many messages, unseen, whatever is in them. */
    static void take(Broker broker, String queue, int count) throws Exception {
        try (ServerLocator locator = locator(broker);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = session(factory, broker);
                ClientConsumer consumer = session.createConsumer(queue)) {
            session.start();
            for (int taken = 0; taken < count; taken++) {
                ClientMessage message = consumer.receive(PATIENCE_MILLIS);
                if (message == null) {
                    throw new AssertionError("Queue " + queue + " gave " + taken + " of " + count + " messages");
                }
                message.individualAcknowledge();
            }
        }
    }

    /** Receives so many messages, as an AMQP client, and acknowledges them. */
    static List<Message> consume(Broker broker, String queue, int count) throws JMSException {
        return consume(broker.amqp(), queue, count);
    }

    /** Receives so many messages and acknowledges them. */
    static List<Message> consume(ConnectionFactory clients, String queue, int count) throws JMSException {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            List<Message> received = new ArrayList<>();
            while (received.size() < count) {
                Message message = consumer.receive(PATIENCE_MILLIS);
                if (message == null) {
                    throw new AssertionError(
                            "Queue " + queue + " gave " + received.size() + " of " + count + " messages");
                }
                received.add(message);
            }
            return received;
        }
    }
}
