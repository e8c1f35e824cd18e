// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import io.replicaqueues.tests.broker.Broker;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;

/** The ways in which a producer hears that its messages are accepted. Each is a connection of its own, for one thread. */
enum Producers {
    CORE_BLOCKING,
    CORE_ASYNCHRONOUS,
    CORE_TRANSACTED,
    CORE_XA,
    AMQP_BLOCKING,
    AMQP_ASYNCHRONOUS,
    AMQP_TRANSACTED;

    /** After so long a confirmation is lost with its connection. */
    private static final long PATIENCE_SECONDS = 30;

    /** Sends text messages and waits until the broker has confirmed them. */
    interface Sender extends AutoCloseable {

        void send(List<String> texts) throws Exception;

        @Override
        void close() throws JMSException;
    }

    /** Connects; sends go to the queues in turn. */
    Sender connect(Broker broker, String... queues) throws JMSException {
        return this == CORE_XA ? new XaSender(broker, queues) : new JmsSender(this, broker, queues);
    }

    private boolean isTransacted() {
        return this == CORE_TRANSACTED || this == AMQP_TRANSACTED;
    }

    private boolean isAsynchronous() {
        return this == CORE_ASYNCHRONOUS || this == AMQP_ASYNCHRONOUS;
    }

    private ConnectionFactory clients(Broker broker) {
        return switch (this) {
            case AMQP_BLOCKING, AMQP_ASYNCHRONOUS, AMQP_TRANSACTED -> broker.amqp();
            case CORE_BLOCKING, CORE_TRANSACTED, CORE_XA, CORE_ASYNCHRONOUS ->
                // Without a window the client calls its listeners at once, whatever the broker says.
                new ActiveMQConnectionFactory(
                        "tcp://" + broker.hostAndPort() + "?confirmationWindowSize=1048576",
                        broker.user(),
                        broker.password());
        };
    }

    private static MessageProducer[] producers(Session session, String... queues) throws JMSException {
        MessageProducer[] producers = new MessageProducer[queues.length];
        for (int i = 0; i < queues.length; i++) {
            producers[i] = session.createProducer(session.createQueue(queues[i]));
        }
        return producers;
    }

    private static final class JmsSender implements Sender {

        private final Producers kind;
        private final Connection connection;
        private final Session session;
        private final MessageProducer[] producers;

        JmsSender(Producers kind, Broker broker, String... queues) throws JMSException {
            this.kind = kind;
            connection = kind.clients(broker).createConnection();
            session = connection.createSession(
                    kind.isTransacted(), kind.isTransacted() ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
            producers = producers(session, queues);
            connection.start();
        }

        @Override
        public void send(List<String> texts) throws Exception {
            CompletableFuture<?>[] confirmations = new CompletableFuture<?>[texts.size()];
            for (int i = 0; i < texts.size(); i++) {
                confirmations[i] = send(producers[i % producers.length], session.createTextMessage(texts.get(i)));
            }
            CompletableFuture.allOf(confirmations).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (kind.isTransacted()) {
                session.commit();
            }
        }

        private CompletableFuture<Void> send(MessageProducer producer, Message message) throws JMSException {
            if (!kind.isAsynchronous()) {
                producer.send(message);
                return CompletableFuture.completedFuture(null);
            }
            CompletableFuture<Void> confirmation = new CompletableFuture<>();
            producer.send(message, new CompletionListener() {
                @Override
                public void onCompletion(Message confirmed) {
                    confirmation.complete(null);
                }

                @Override
                public void onException(Message failed, Exception cause) {
                    confirmation.completeExceptionally(cause);
                }
            });
            return confirmation;
        }

        @Override
        public void close() throws JMSException {
            connection.close();
        }
    }

    private static final class XaSender implements Sender {

        private final jakarta.jms.XAConnection connection;
        private final jakarta.jms.XASession session;
        private final MessageProducer[] producers;

        XaSender(Broker broker, String... queues) throws JMSException {
            connection = new ActiveMQXAConnectionFactory(
                            "tcp://" + broker.hostAndPort(), broker.user(), broker.password())
                    .createXAConnection();
            session = connection.createXASession();
            producers = producers(session, queues);
            connection.start();
        }

        @Override
        public void send(List<String> texts) throws Exception {
            Xid xid = new XidImpl(
                    "branch".getBytes(StandardCharsets.UTF_8),
                    1,
                    UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
            XAResource resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            for (int i = 0; i < texts.size(); i++) {
                producers[i % producers.length].send(session.createTextMessage(texts.get(i)));
            }
            resource.end(xid, XAResource.TMSUCCESS);
            resource.prepare(xid);
            resource.commit(xid, false);
        }

        @Override
        public void close() throws JMSException {
            connection.close();
        }
    }
}
