// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.tests.broker.EmbeddedBroker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A consumer that fetches so many messages, no more, and does not acknowledge them. For one thread. */
final class HoldingConsumer implements AutoCloseable {

    private final Connection connection;
    private final MessageConsumer consumer;

    private HoldingConsumer(Connection connection, MessageConsumer consumer) {
        this.connection = connection;
        this.consumer = consumer;
    }

    /** A consumer of a queue, once it holds so many messages. */
    static HoldingConsumer of(EmbeddedBroker broker, String queue, int messages) throws JMSException {
        String url = "amqp://" + broker.hostAndPort() + "?jms.prefetchPolicy.all=" + Math.max(1, messages);
        Connection connection = new JmsConnectionFactory(broker.user(), broker.password(), url).createConnection();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
        connection.start();
        await().until(() -> broker.server().locateQueue(queue).getDeliveringCount() == messages);
        return new HoldingConsumer(connection, consumer);
    }

    /** Acknowledges everything up to the message of this place, the first being 1. */
    void acknowledge(int count) throws JMSException {
        Message last = null;
        for (int i = 0; i < count; i++) {
            last = consumer.receive(5_000);
        }
        if (last == null) {
            throw new AssertionError("There were fewer than " + count + " messages");
        }
        last.acknowledge();
    }

    /** What is not acknowledged goes back into the queue. */
    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
