// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import jakarta.jms.ConnectionFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * A broker on 127.0.0.1 that keeps its data over a restart. One thread starts, stops and kills it; any thread may
 * ask for the rest.
 */
public interface Broker extends AutoCloseable {

    /** The user who may do everything, unless the broker was set up with another. */
    String USER = "operator";

    /** That user's password. */
    String PASSWORD = "operator-secret";

    /** How long AMQP clients wait for the broker to say that a queue has nothing more for them, in milliseconds. */
    long DRAIN_TIMEOUT_MILLIS = 5_000;

    /** The client waits without end otherwise, also for a broker that has lost the message for want of memory. */
    int ANSWER_TIMEOUT_MILLIS = 240_000;

    /** Name of the broker, as it stands in the names of its MBeans. */
    String name();

    /** Port of the acceptor for AMQP and Core. The same over all restarts. */
    int port();

    /** The user who may do everything. */
    default String user() {
        return USER;
    }

    /** That user's password. */
    default String password() {
        return PASSWORD;
    }

    /** Starts the broker, or does nothing if it runs. Returns when clients can connect (a backup: when it waits). */
    void start() throws Exception;

    /** Shuts the broker down in good order, or does nothing if it is down. */
    void stop() throws Exception;

    /** Ends the broker as a crash would, or does nothing if it is down. */
    void kill() throws Exception;

    /** Stops and starts. */
    default void restart() throws Exception {
        stop();
        start();
    }

    /** Ends the broker the quickest way. Its data stays. */
    @Override
    default void close() throws Exception {
        kill();
    }

    /** The broker as an original's address without a user: {@code 127.0.0.1:PORT}. */
    default String hostAndPort() {
        return "127.0.0.1:" + port();
    }

    /** The broker as an original's address: {@code amqp://USER:PASSWORD@127.0.0.1:PORT}. */
    default String address() {
        return "amqp://" + encoded(user()) + ":" + encoded(password()) + "@" + hostAndPort();
    }

    /** AMQP clients of this broker that log in as {@link #user()}. */
    default ConnectionFactory amqp() {
        return amqp(user(), password());
    }

    /** AMQP clients of this broker. */
    default ConnectionFactory amqp(String user, String password) {
        String url = "amqp://" + hostAndPort() + "?jms.prefetchPolicy.queueBrowserPrefetch=1000&amqp.drainTimeout="
                + DRAIN_TIMEOUT_MILLIS + "&jms.sendTimeout=" + ANSWER_TIMEOUT_MILLIS + "&jms.requestTimeout="
                + ANSWER_TIMEOUT_MILLIS;
        return new JmsConnectionFactory(user, password, url);
    }

    /** Core clients of this broker that log in as {@link #user()}. */
    default ConnectionFactory core() {
        return core(user(), password());
    }

    /** Core clients of this broker. */
    default ConnectionFactory core(String user, String password) {
        return new ActiveMQConnectionFactory("tcp://" + hostAndPort(), user, password);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
