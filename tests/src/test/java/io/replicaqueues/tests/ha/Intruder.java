// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.ha;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that tries again and again to send to a replica queue and to consume from it, so that a moment without
 * protection is noticed. One thread starts and ends it.
 */
final class Intruder implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long END_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private final ConnectionFactory clients;
    private final String queue;
    private final Queue<String> successes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Thread thread = new Thread(this::tryOn, "intruder");
    private volatile boolean ended;

    Intruder(ConnectionFactory clients, String queue) {
        this.clients = clients;
        this.queue = queue;
        thread.setDaemon(true);
        thread.start();
    }

    /** What succeeded although it must not; empty if nothing did. */
    Queue<String> successes() {
        return successes;
    }

    /** How often it was refused for the reason it should be. */
    int refusals() {
        return refusals.get();
    }

    private void tryOn() {
        while (!ended) {
            try (Connection connection = clients.createConnection()) {
                connection.start();
                while (!ended) {
                    attempt("sent", connection, session -> {
                        session.createProducer(session.createQueue(queue))
                                .send(session.createTextMessage("not from the original"));
                        return true;
                    });
                    attempt(
                            "consumed",
                            connection,
                            session -> session.createConsumer(session.createQueue(queue))
                                            .receiveNoWait()
                                    != null);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (JMSException failover) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private interface Act {
        boolean on(Session session) throws JMSException;
    }

    private void attempt(String what, Connection connection, Act act) throws JMSException {
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            if (act.on(session)) {
                successes.add(what);
            }
        } catch (JMSSecurityException refused) {
            refusals.incrementAndGet();
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join(END_MILLIS);
    }
}
