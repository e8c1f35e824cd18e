// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Traffic on the original queue: a steady producer of 200 messages a second and a consumer of 150, who takes 600 a
 * second from the moment the queue is deep until it is shallow again. Both are AMQP clients. One thread starts and
 * closes it.
 */
final class DemoLoad implements AutoCloseable {

    private static final int TICK_MILLIS = 100;
    private static final int PRODUCED_PER_TICK = 20;
    private static final int CONSUMED_PER_TICK = 15;
    private static final int CONSUMED_PER_HASTY_TICK = 60;
    private static final int DEEP = 20_000;
    private static final int SHALLOW = 1_000;
    private static final int AT_THE_START = 1_000;
    private static final int RECEIVE_MILLIS = 50;
    private static final int CLOSE_SECONDS = 10;
    private static final String[] CUSTOMERS = {"Ada", "Grace", "Edsger", "Barbara", "Donald"};

    private final EmbeddedBroker broker;
    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(2);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Random random = new Random();
    private final Connection connection;
    private final Session producing;
    private final Session consuming;
    private final MessageProducer producer;
    private final MessageConsumer consumer;
    private long orders;
    private boolean hasty;

    private DemoLoad(EmbeddedBroker broker) throws JMSException {
        this.broker = broker;
        // Small, so that the consumer holds few messages; and an empty queue is a reason to wait, not to ask.
        String url = "amqp://" + broker.hostAndPort() + "?jms.prefetchPolicy.all=200&jms.receiveLocalOnly=true";
        connection = new JmsConnectionFactory(broker.user(), broker.password(), url).createConnection();
        producing = connection.createSession(Session.SESSION_TRANSACTED);
        consuming = connection.createSession(Session.SESSION_TRANSACTED);
        producer = producing.createProducer(producing.createQueue(DemoBrokers.QUEUE));
        consumer = consuming.createConsumer(consuming.createQueue(DemoBrokers.QUEUE));
    }

    /** Connects and puts the first 1,000 messages into the queue; {@link #run} begins the traffic. */
    static DemoLoad prepare(EmbeddedBroker broker) throws JMSException {
        DemoLoad load = new DemoLoad(broker);
        load.produce(AT_THE_START);
        return load;
    }

    /** Begins the traffic. */
    void run() throws JMSException {
        connection.start();
        schedule(() -> produce(PRODUCED_PER_TICK));
        schedule(this::consume);
    }

    /** Why there is no traffic any more; empty while all is well. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    private interface Work {
        void run() throws JMSException;
    }

    private void schedule(Work work) {
        Future<?> unused = clients.scheduleAtFixedRate(
                () -> {
                    try {
                        work.run();
                    } catch (JMSException | RuntimeException e) {
                        failure.compareAndSet(null, e);
                        clients.shutdown();
                    }
                },
                0,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void produce(int messages) throws JMSException {
        for (int sent = 0; sent < messages; sent++) {
            producer.send(order());
        }
        producing.commit();
    }

    private Message order() throws JMSException {
        String customer = CUSTOMERS[random.nextInt(CUSTOMERS.length)];
        int amount = 1 + random.nextInt(500);
        Message order = producing.createTextMessage(
                "{\"order\": %d, \"customer\": \"%s\", \"amount\": %d}".formatted(orders, customer, amount));
        order.setStringProperty("customer", customer);
        order.setIntProperty("amount", amount);
        order.setStringProperty(MixedMessages.PRODUCER, "demo");
        order.setLongProperty(MixedMessages.SEQUENCE, orders++);
        return order;
    }

    private void consume() throws JMSException {
        long depth = broker.depth(DemoBrokers.QUEUE);
        hasty = hasty ? depth > SHALLOW : depth > DEEP;
        int wanted = hasty ? CONSUMED_PER_HASTY_TICK : CONSUMED_PER_TICK;
        int received = 0;
        while (received < wanted && consumer.receive(RECEIVE_MILLIS) != null) {
            received++;
        }
        consuming.commit();
    }

    /** Ends the traffic. What the consumer held and had not taken is back in the queue when this returns. */
    @Override
    public void close() throws JMSException, InterruptedException {
        clients.shutdown();
        if (!clients.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            clients.shutdownNow();
        }
        connection.close();
    }
}
