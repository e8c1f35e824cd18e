// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** One client of a {@link ClientLoad}, a thread that connects again whenever its connection breaks. */
abstract class LoadClient {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String name;
    private final ConnectionFactory clients;
    private final int acknowledgement;
    private final Random random;
    private volatile boolean stopped = true;
    private Thread thread;

    LoadClient(String name, ConnectionFactory clients, int acknowledgement, long seed) {
        this.name = name;
        this.clients = clients;
        this.acknowledgement = acknowledgement;
        this.random = new Random(seed);
    }

    String name() {
        return name;
    }

    Random random() {
        return random;
    }

    void start() {
        stopped = false;
        thread = new Thread(this::run, "load " + name);
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        stopped = true;
    }

    void join() throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    private void run() {
        while (!stopped) {
            try (Connection connection = clients.createConnection();
                    Session session = connection.createSession(acknowledgement)) {
                connection.start();
                work(session);
            } catch (JMSException | IllegalStateException connectionBroke) {
                pause();
            }
        }
    }

    /** Works until stopped or until the connection breaks. */
    abstract void work(Session session) throws JMSException;

    static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }
}
