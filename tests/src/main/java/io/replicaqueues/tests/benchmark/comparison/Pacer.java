// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.Broker;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Sends at a steady rate and browses for what arrives: a replica cannot be consumed from, and a mirror would be disturbed by
 * it. For one thread.
 */
final class Pacer implements AutoCloseable {

    private static final String DUE = "due";
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final PacedLoad load;
    private final Connection sending;
    private final Connection watching;

    private Pacer(PacedLoad load, Connection sending, Connection watching) {
        this.load = load;
        this.sending = sending;
        this.watching = watching;
    }

    static Pacer connect(PacedLoad load) throws JMSException {
        // The producer must not wait, or it would not be steady.
        Connection sending = connection(load.port(), "?blockOnDurableSend=false");
        Connection watching = connection(load.watched(), "");
        watching.start();
        return new Pacer(load, sending, watching);
    }

    private static Connection connection(int port, String options) throws JMSException {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port + options)
                .createConnection(Broker.USER, Broker.PASSWORD);
    }

    /** Returns when the last message has been seen. */
    Lags run() throws JMSException {
        try (Session session = watching.createSession(Session.AUTO_ACKNOWLEDGE)) {
            Enumeration<?> arrivals =
                    session.createBrowser(session.createQueue(LoadClient.QUEUE)).getEnumeration();
            CompletableFuture<Void> sent = CompletableFuture.runAsync(this::send);
            Lags lags = Lags.ofNanos(watch(arrivals));
            sent.join();
            return lags;
        }
    }

    private void send() {
        try (Session session = sending.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(LoadClient.QUEUE))) {
            byte[] body = new byte[load.size()];
            new Random(load.rate()).nextBytes(body);
            long began = System.nanoTime();
            for (int number = 0; number < load.messages(); number++) {
                long due = began + number * TimeUnit.SECONDS.toNanos(1) / load.rate();
                waitFor(due);
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(body);
                message.setLongProperty(DUE, due);
                producer.send(message);
            }
        } catch (JMSException e) {
            throw new CompletionException(e);
        }
    }

    private static void waitFor(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private long[] watch(Enumeration<?> arrivals) throws JMSException {
        long[] lags = new long[load.messages()];
        long deadline = System.nanoTime() + PATIENCE_NANOS + lags.length * TimeUnit.SECONDS.toNanos(1) / load.rate();
        for (int seen = 0; seen < lags.length; ) {
            if (arrivals.hasMoreElements()) {
                long due = ((Message) arrivals.nextElement()).getLongProperty(DUE);
                lags[seen] = System.nanoTime() - due;
                seen++;
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + seen + " messages were seen");
            } else {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
        }
        return lags;
    }

    @Override
    public void close() throws JMSException {
        sending.close();
        watching.close();
    }
}
