// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How fast a new replica is brought to the content of a queue of durable messages. */
final class CatchUpBenchmark {

    private static final String QUEUE = "orders";
    private static final int PER_TRANSACTION = 1_000;

    private final Path folder;
    private final int messages;
    private final int size;

    CatchUpBenchmark(Path folder, int messages, int size) {
        this.folder = folder;
        this.messages = messages;
        this.size = size;
    }

    void run(int rounds) throws Exception {
        BrokerPair brokers = BrokerPair.start(folder);
        brokers.original().createQueue(QUEUE);
        long began = System.nanoTime();
        load(brokers);
        System.out.printf("loaded %,d durable messages of %,d bytes: %s%n", messages, size, rate(began));
        for (int round = 1; round <= rounds; round++) {
            catchUp(brokers, "replica" + round, round);
        }
        brokers.replica().stop();
        brokers.original().stop();
    }

    private void load(BrokerPair brokers) throws JMSException {
        byte[] body = new byte[size];
        new Random(1).nextBytes(body);
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            for (int sent = 1; sent <= messages; sent++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(body);
                message.setIntProperty("number", sent);
                producer.send(message);
                if (sent % PER_TRANSACTION == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    private void catchUp(BrokerPair brokers, String name, int round) throws Exception {
        long began = System.nanoTime();
        brokers.replication().createReplicaAs(brokers.original().address(), QUEUE, name, "");
        ReplicaQueueMXBean replica = brokers.replicaOf(name);
        while (replica.getState() != ReplicaState.LIVE) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        String live = rate(began);
        while (!replica.isInParity()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        System.out.printf(
                "catch-up, round %d%s: %s until LIVE, %s until parity was proved; %,d bytes received%n",
                round, round == 1 ? " (cold)" : "", live, rate(began), replica.getBytesReceived());
        replica.stop();
    }

    private String rate(long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        return String.format("%.2f s = %,.0f msg/s", seconds, messages / seconds);
    }
}
