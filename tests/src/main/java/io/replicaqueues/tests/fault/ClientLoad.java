// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import io.replicaqueues.tests.broker.Broker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Producers and consumers of one queue over Core and AMQP, transacted and not, that go on through every failure of
 * the broker and keep a {@link ClientLog} of what they were told. One thread starts and stops it.
 *
 * <p>The depth of the queue stays about between its low and its high mark, so that it lasts as long as it must.
 */
public final class ClientLoad implements AutoCloseable {

    private static final long LOW = 300;
    private static final long HIGH = 1_500;

    private final String queue;
    private final ClientLog log = new ClientLog();
    private final List<LoadClient> clients = new ArrayList<>();
    private volatile long high = HIGH;

    /**
     * A load that does not run yet.
     *
     * @param seed decides all that is random, but for the times
     */
    public ClientLoad(Broker broker, String queue, long seed) {
        this.queue = queue;
        Random seeds = new Random(seed);
        ConnectionFactory amqp = broker.amqp();
        producer("core-transacted", core(broker), Session.SESSION_TRANSACTED, seeds);
        producer("amqp-transacted", amqp, Session.SESSION_TRANSACTED, seeds);
        producer("core-plain", core(broker), Session.AUTO_ACKNOWLEDGE, seeds);
        producer("amqp-plain", amqp, Session.AUTO_ACKNOWLEDGE, seeds);
        consumer("core-transacted", core(broker), Session.SESSION_TRANSACTED, seeds);
        consumer("amqp-transacted", amqp, Session.SESSION_TRANSACTED, seeds);
        // An AMQP client does not wait for the answer to a single acknowledgement, and so is told nothing.
        consumer("core-plain", core(broker), Session.CLIENT_ACKNOWLEDGE, seeds);
    }

    private static ConnectionFactory core(Broker broker) {
        ActiveMQConnectionFactory clients =
                new ActiveMQConnectionFactory("tcp://" + broker.hostAndPort(), broker.user(), broker.password());
        clients.setBlockOnAcknowledge(true);
        clients.setCallTimeout(10_000);
        clients.setRetryInterval(100);
        return clients;
    }

    private void producer(String name, ConnectionFactory factory, int mode, Random seeds) {
        clients.add(new LoadProducer(name, factory, mode, seeds.nextLong(), this));
    }

    private void consumer(String name, ConnectionFactory factory, int mode, Random seeds) {
        clients.add(new LoadConsumer(name, factory, mode, seeds.nextLong(), this));
    }

    /** What the clients were told. */
    public ClientLog log() {
        return log;
    }

    /** Lets the queue grow up to about so many messages. */
    public ClientLoad upTo(long messages) {
        high = messages;
        return this;
    }

    String queue() {
        return queue;
    }

    boolean isFull() {
        return log.waiting() > high;
    }

    boolean isLow() {
        return log.waiting() < LOW;
    }

    /** Starts, or goes on after {@link #stop}. */
    public void start() {
        clients.forEach(LoadClient::start);
    }

    /** Ends what is under way and all connections, and returns when nothing more comes from any client. */
    public void stop() throws InterruptedException {
        clients.forEach(LoadClient::stop);
        for (LoadClient client : clients) {
            client.join();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
