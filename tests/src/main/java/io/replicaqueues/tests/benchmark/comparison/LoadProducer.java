// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.Broker;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** One producer with its connection. Any thread may send with it, one at a time. */
final class LoadProducer implements Callable<Void>, AutoCloseable {

    /** Without a window of confirmations the client takes every message for confirmed as soon as it has been written. */
    private static final String CONFIRMED = "?confirmationWindowSize=1048576";

    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final boolean blocking;
    private final int messages;
    private final byte[] body;

    private LoadProducer(Connection connection, Load load, int messages) throws JMSException {
        this.connection = connection;
        this.blocking = load.blocking();
        this.messages = messages;
        this.body = new byte[load.size()];
        new Random(messages).nextBytes(body);
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        producer = session.createProducer(session.createQueue(LoadClient.QUEUE));
    }

    /** Connects the producer of a number from 0 on. */
    static LoadProducer connect(Load load, int number) throws JMSException {
        int share = load.messages() / load.producers() + (number < load.messages() % load.producers() ? 1 : 0);
        String url = "tcp://127.0.0.1:" + load.port() + (load.blocking() ? "" : CONFIRMED);
        Connection connection = new ActiveMQConnectionFactory(url).createConnection(Broker.USER, Broker.PASSWORD);
        return new LoadProducer(connection, load, share);
    }

    /** Sends its share and returns when the broker has confirmed all of it. */
    @Override
    public Void call() throws JMSException, InterruptedException {
        Confirmations confirmations = new Confirmations(messages);
        for (int sent = 0; sent < messages; sent++) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(body);
            message.setIntProperty("number", sent);
            if (blocking) {
                producer.send(message);
            } else {
                producer.send(message, confirmations);
            }
        }
        if (!blocking) {
            confirmations.await();
        }
        return null;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }

    /** Counts on the client's own threads. */
    private static final class Confirmations implements CompletionListener {

        private final CountDownLatch missing;
        private final AtomicReference<Exception> failure = new AtomicReference<>();

        Confirmations(int messages) {
            missing = new CountDownLatch(messages);
        }

        @Override
        public void onCompletion(Message message) {
            missing.countDown();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failure.compareAndSet(null, exception);
            missing.countDown();
        }

        void await() throws InterruptedException {
            missing.await();
            if (failure.get() != null) {
                throw new IllegalStateException("A message was not confirmed", failure.get());
            }
        }
    }
}
