// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.Broker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** One consumer with its connection, which acknowledges each message by itself. For one thread. */
final class LoadConsumer implements AutoCloseable {

    private final Connection connection;

    private LoadConsumer(Connection connection) {
        this.connection = connection;
    }

    /** Consumes from now on, and counts down with each message. */
    static LoadConsumer connect(Load load, CountDownLatch consumed) throws JMSException {
        Connection connection = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + load.port())
                .createConnection(Broker.USER, Broker.PASSWORD);
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue(LoadClient.QUEUE))
                .setMessageListener(message -> consumed.countDown());
        connection.start();
        return new LoadConsumer(connection);
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
