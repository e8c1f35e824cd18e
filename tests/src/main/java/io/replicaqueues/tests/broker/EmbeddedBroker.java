// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import io.replicaqueues.extension.message.QueueDepth;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * A broker in this JVM, configured as {@code artemis create} would configure it, with its MBeans on the platform
 * MBean server. Made by {@link #named}.
 */
public final class EmbeddedBroker implements Broker {

    private static final long ACTIVATION_SECONDS = 60;

    static {
        TestDefaults.set();
    }

    private final EmbeddedBrokerBuilder setup;
    private EmbeddedActiveMQ embedded;

    EmbeddedBroker(EmbeddedBrokerBuilder setup) {
        this.setup = setup;
    }

    /**
     * Begins the set-up of a broker.
     *
     * @param name name of the broker, different from every other in this JVM
     * @param data folder for its data, created where missing
     */
    public static EmbeddedBrokerBuilder named(String name, Path data) {
        return new EmbeddedBrokerBuilder(name, data);
    }

    @Override
    public String name() {
        return setup.name();
    }

    @Override
    public int port() {
        return setup.port();
    }

    @Override
    public String user() {
        return setup.operator();
    }

    @Override
    public String password() {
        return setup.operatorPassword();
    }

    @Override
    public void start() throws Exception {
        if (embedded != null) {
            return;
        }
        EmbeddedActiveMQ starting = new EmbeddedActiveMQ();
        starting.setConfiguration(setup.configuration());
        starting.setSecurityManager(setup.securityManager());
        starting.start();
        embedded = starting;
        if (!setup.isBackup() && !server().waitForActivation(ACTIVATION_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Broker " + name() + " is not active after " + ACTIVATION_SECONDS + " s");
        }
    }

    @Override
    public void stop() throws Exception {
        if (embedded == null) {
            return;
        }
        server().stop(true);
        embedded = null;
    }

    /**
     * Ends the broker as after a failure of its disk, the nearest to a crash there is within one JVM: nothing is
     * told to clients or to a backup, no counter is saved. What was given to the journal may reach the disk.
     */
    @Override
    public void kill() {
        if (embedded == null) {
            return;
        }
        ((ActiveMQServerImpl) server()).stop(true, true, false);
        embedded = null;
    }

    /** Whether it was started and not stopped since. */
    public boolean isRunning() {
        return embedded != null;
    }

    /**
     * The running broker itself.
     *
     * @throws IllegalStateException if it does not run
     */
    public ActiveMQServer server() {
        if (embedded == null) {
            throw new IllegalStateException("Broker " + name() + " does not run");
        }
        return embedded.getActiveMQServer();
    }

    /** Creates a durable anycast queue of this name, on the address of this name. */
    public void createQueue(String queue) throws Exception {
        server().createQueue(QueueConfiguration.of(queue)
                .setAddress(queue)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoDelete(false));
    }

    /** Messages in a queue, also those in delivery or scheduled; -1 if there is no such queue. */
    public long depth(String queue) {
        Queue found = server().locateQueue(SimpleString.of(queue));
        if (found == null) {
            return -1;
        }
        // What was confirmed just now is counted a moment later, once the queue's own thread has taken it in.
        found.flushExecutor();
        return QueueDepth.of(found);
    }
}
