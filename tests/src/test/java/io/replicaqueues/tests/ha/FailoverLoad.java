// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.ha;

import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Clients that send to a queue and consume from it through every failover, and remember what the broker has confirmed to
 * them. One thread starts, pauses and asks; the clients have threads of their own.
 */
final class FailoverLoad implements AutoCloseable {

    private static final int LARGE = 150 * 1024;
    private static final int LARGE_EVERY = 97;
    private static final int PER_TRANSACTION = 10;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long END_SECONDS = 60;

    private final String queue;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> perhapsConsumed = ConcurrentHashMap.newKeySet();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ended;
    private int generation;

    FailoverLoad(String queue) {
        this.queue = queue;
    }

    /** Starts two producers, one of each protocol, and as many consumers. */
    void start(ConnectionFactory amqp, ConnectionFactory core) {
        ended = false;
        generation++;
        client("amqp-producer-" + generation, name -> new Producer(name, amqp));
        client("core-producer-" + generation, name -> new Producer(name, core));
        client("amqp-consumer-" + generation, name -> new Consumer(amqp));
        client("core-consumer-" + generation, name -> new Consumer(core));
    }

    /** How many messages were confirmed to the producers so far. */
    int confirmed() {
        return sent.size();
    }

    /** Ends the clients once each has finished what it was doing. */
    void pause() throws InterruptedException {
        ended = true;
        for (Thread client : clients) {
            client.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
            if (client.isAlive()) {
                throw new IllegalStateException(client.getName() + " hangs");
            }
        }
        clients.clear();
    }

    /** Names a message that was confirmed to its producer, that no consumer took, and that the content lacks. */
    void assertNothingLost(QueueContent content) {
        Set<String> present = content.messages().stream()
                .map(message -> key(
                        valueOf(message.field("application-properties." + MixedMessages.PRODUCER)),
                        valueOf(message.field("application-properties." + MixedMessages.SEQUENCE))))
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> lost = sent.stream()
                .filter(key -> !present.contains(key) && !perhapsConsumed.contains(key))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!lost.isEmpty()) {
            throw new AssertionError(lost.size() + " confirmed messages are lost, among them "
                    + lost.stream().limit(5).toList());
        }
    }

    private static String key(String producer, String sequence) {
        return producer + ' ' + sequence;
    }

    /** Without the type, which stands before it. */
    private static String valueOf(String field) {
        return field.substring(field.indexOf(' ') + 1);
    }

    private interface Maker {
        Client make(String name);
    }

    private void client(String name, Maker maker) {
        Client client = maker.make(name);
        Thread thread = new Thread(() -> keepOn(client), name);
        thread.setDaemon(true);
        clients.add(thread);
        thread.start();
    }

    private void keepOn(Client client) {
        while (!ended) {
            try (Connection connection = client.clients().createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                connection.start();
                client.use(session);
            } catch (JMSException failover) {
                LockSupport.parkNanos(PACE_NANOS);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        pause();
    }

    private interface Client {
        ConnectionFactory clients();

        void use(Session session) throws JMSException;
    }

    private final class Producer implements Client {

        private final String name;
        private final ConnectionFactory clients;
        private final Random random = new Random(7);
        private long sequence;

        Producer(String name, ConnectionFactory clients) {
            this.name = name;
            this.clients = clients;
        }

        @Override
        public ConnectionFactory clients() {
            return clients;
        }

        @Override
        public void use(Session session) throws JMSException {
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            while (!ended) {
                List<String> unconfirmed = new ArrayList<>();
                for (int i = 0; i < PER_TRANSACTION; i++) {
                    Message message = next(session);
                    unconfirmed.add(key(name, Long.toString(message.getLongProperty(MixedMessages.SEQUENCE))));
                    producer.send(message);
                }
                session.commit();
                sent.addAll(unconfirmed);
                LockSupport.parkNanos(PACE_NANOS);
            }
        }

        private Message next(Session session) throws JMSException {
            BytesMessage message = session.createBytesMessage();
            byte[] body = new byte[sequence % LARGE_EVERY == LARGE_EVERY - 1 ? LARGE : random.nextInt(1_000)];
            random.nextBytes(body);
            message.writeBytes(body);
            message.setStringProperty(MixedMessages.PRODUCER, name);
            message.setLongProperty(MixedMessages.SEQUENCE, sequence++);
            return message;
        }
    }

    private final class Consumer implements Client {

        private final ConnectionFactory clients;

        Consumer(ConnectionFactory clients) {
            this.clients = clients;
        }

        @Override
        public ConnectionFactory clients() {
            return clients;
        }

        @Override
        public void use(Session session) throws JMSException {
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            while (!ended) {
                for (int i = 0; i < PER_TRANSACTION - 1; i++) {
                    Message message = consumer.receive(PACE_NANOS / 1_000_000);
                    if (message != null) {
                        perhapsConsumed.add(key(
                                message.getStringProperty(MixedMessages.PRODUCER),
                                String.valueOf(message.getObjectProperty(MixedMessages.SEQUENCE))));
                    }
                }
                // Before the commit, whose outcome a failover may hide, it counts as consumed already.
                session.commit();
                LockSupport.parkNanos(PACE_NANOS);
            }
        }
    }
}
