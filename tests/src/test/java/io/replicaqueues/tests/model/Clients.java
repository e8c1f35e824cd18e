// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.model.Model.Entry;
import io.replicaqueues.tests.model.Operation.Ending;
import io.replicaqueues.tests.model.Operation.Timing;
import io.replicaqueues.tests.model.Operation.Wire;
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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Producers and consumers of the original queue, and their open transactions. For one thread, but for what it says. */
final class Clients implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 500;
    private static final long SOON_MILLIS = 250;
    private static final long FAR_MILLIS = 3_600_000;
    private static final int LARGE = 150 * 1024;

    private final Broker broker;
    private final String queue;
    private final Random random;
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Wire, Connection> connections = new EnumMap<>(Wire.class);
    private final Map<Wire, Transaction> open = new EnumMap<>(Wire.class);

    Clients(Broker broker, String queue, long seed) {
        this.broker = broker;
        this.queue = queue;
        this.random = new Random(seed);
    }

    /** A session whose transaction is open. */
    record Transaction(Session session, List<Entry> sent, List<String> received) {}

    /** How one message is sent. */
    record Manner(boolean durable, int priority, Timing timing, boolean large) {

        static final Manner PLAIN = new Manner(true, 4, Timing.NOW, false);
    }

    /** Sends, and returns when the original has the messages or has forgotten them. */
    List<Entry> send(String producer, Wire wire, int count, Manner manner, Ending ending) throws JMSException {
        List<Entry> sent = new ArrayList<>();
        try (Session session = session(wire, ending);
                MessageProducer target = session.createProducer(session.createQueue(queue))) {
            for (int i = 0; i < count; i++) {
                sent.add(send(session, target, producer, manner));
            }
            end(session, ending);
        }
        return sent;
    }

    /**
     * Sends durable messages one by one until one is not confirmed, or it need not go on; any thread, while no other
     * uses this object.
     */
    void sendWhile(BooleanSupplier goOn, String producer, Wire wire, List<Entry> confirmed, List<Entry> attempted) {
        try (Session session = session(wire, Ending.EACH);
                MessageProducer target = session.createProducer(session.createQueue(queue))) {
            while (goOn.getAsBoolean()) {
                attempted.add(next(producer, Manner.PLAIN));
                Entry entry = attempted.get(attempted.size() - 1);
                send(session, target, entry, Manner.PLAIN);
                confirmed.add(entry);
            }
        } catch (JMSException | RuntimeException e) {
            // That is what it waits for.
        }
    }

    /** Receives up to so many and returns their ids when the original has let them go or has them back. */
    List<String> receive(Wire wire, int count, Ending ending) throws JMSException {
        List<String> received = new ArrayList<>();
        try (Session session = session(wire, ending);
                MessageConsumer source = session.createConsumer(session.createQueue(queue))) {
            receive(source, count, received);
            end(session, ending);
        }
        return received;
    }

    private static void receive(MessageConsumer source, int count, List<String> received) throws JMSException {
        for (int i = 0; i < count; i++) {
            Message message = source.receive(PATIENCE_MILLIS);
            if (message == null) {
                return;
            }
            received.add(message.getStringProperty(MixedMessages.PRODUCER) + ":"
                    + message.getLongProperty(MixedMessages.SEQUENCE));
        }
    }

    /** Sends and receives in a transaction that stays open; returns null if there is one already. */
    Transaction open(Wire wire, int sends, int receives, boolean durable) throws JMSException {
        if (open.containsKey(wire)) {
            return null;
        }
        Session session = session(wire, Ending.COMMIT);
        Transaction transaction = new Transaction(session, new ArrayList<>(), new ArrayList<>());
        open.put(wire, transaction);
        // It may commit after later sends: a producer of its own, for whose messages no order is promised.
        String producer = "open-" + wire + numbers.merge("transactions", 1L, Long::sum);
        MessageProducer target = session.createProducer(session.createQueue(queue));
        for (int i = 0; i < sends; i++) {
            transaction.sent().add(send(session, target, producer, new Manner(durable, 4, Timing.NOW, false)));
        }
        if (receives > 0) {
            receive(session.createConsumer(session.createQueue(queue)), receives, transaction.received());
        }
        return transaction;
    }

    /** Ends the open transaction and returns it; null if there is none. */
    Transaction end(Wire wire, boolean commit) throws JMSException {
        Transaction transaction = open.remove(wire);
        if (transaction != null) {
            end(transaction.session(), commit ? Ending.COMMIT : Ending.ROLLBACK);
            transaction.session().close();
        }
        return transaction;
    }

    /** Forgets connections and open transactions: the broker has gone, or goes. */
    @Override
    public void close() {
        open.clear();
        for (Connection connection : connections.values()) {
            try {
                connection.close();
            } catch (JMSException e) {
                // Its broker is no longer there.
            }
        }
        connections.clear();
    }

    private Session session(Wire wire, Ending ending) throws JMSException {
        Connection connection = connections.get(wire);
        if (connection == null) {
            connection = factory(wire).createConnection();
            connections.put(wire, connection);
            connection.start();
        }
        return ending == Ending.EACH
                ? connection.createSession(Session.AUTO_ACKNOWLEDGE)
                : connection.createSession(true, Session.SESSION_TRANSACTED);
    }

    /** Consumers take a few messages in advance, so that others find some as well. */
    private ConnectionFactory factory(Wire wire) {
        return switch (wire) {
            case CORE ->
                new ActiveMQConnectionFactory(
                        "tcp://" + broker.hostAndPort() + "?consumerWindowSize=2000&callTimeout=15000",
                        broker.user(),
                        broker.password());
            case AMQP ->
                new JmsConnectionFactory(
                        broker.user(),
                        broker.password(),
                        "amqp://" + broker.hostAndPort()
                                + "?jms.prefetchPolicy.all=3&jms.receiveLocalOnly=true&jms.requestTimeout=15000");
        };
    }

    private static void end(Session session, Ending ending) throws JMSException {
        switch (ending) {
            case EACH -> {}
            case COMMIT -> session.commit();
            case ROLLBACK -> session.rollback();
        }
    }

    private Entry send(Session session, MessageProducer target, String producer, Manner manner) throws JMSException {
        Entry entry = next(producer, manner);
        send(session, target, entry, manner);
        return entry;
    }

    private Entry next(String producer, Manner manner) {
        long number = numbers.merge(producer, 1L, Long::sum);
        boolean scheduled = manner.timing() == Timing.DUE_SOON || manner.timing() == Timing.DUE_FAR;
        long expires = manner.timing() == Timing.EXPIRES_SOON ? System.currentTimeMillis() + SOON_MILLIS : 0;
        return new Entry(producer, number, manner.priority(), manner.durable(), scheduled, expires);
    }

    private void send(Session session, MessageProducer target, Entry entry, Manner manner) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        byte[] body = new byte[manner.large() ? LARGE : random.nextInt(300)];
        random.nextBytes(body);
        message.writeBytes(body);
        message.setStringProperty(MixedMessages.PRODUCER, entry.producer());
        message.setLongProperty(MixedMessages.SEQUENCE, entry.number());
        target.setDeliveryDelay(
                switch (manner.timing()) {
                    case DUE_SOON -> SOON_MILLIS;
                    case DUE_FAR -> FAR_MILLIS;
                    case NOW, EXPIRES_SOON, EXPIRES_FAR -> 0;
                });
        long timeToLive = switch (manner.timing()) {
            case EXPIRES_SOON -> SOON_MILLIS;
            case EXPIRES_FAR -> FAR_MILLIS;
            case NOW, DUE_SOON, DUE_FAR -> 0;
        };
        int mode = manner.durable() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        target.send(message, mode, manner.priority(), timeToLive);
    }
}
