// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.jolokia.JolokiaEndpoint;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.demo.JmxServer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An embedded pair of brokers and the ways by which the console reaches both: for all tests of a class, or for one that
 * lets it die. For one thread.
 */
final class ManagedPair implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    static final String USER = "person";
    static final BrokerProfile.Secrets SECRETS = new BrokerProfile.Secrets("person-secret");

    private final Supplier<Path> folder;
    private BrokerPair brokers;
    private int jmxPort;
    private JmxServer jmx;
    private JolokiaEndpoint jolokia;

    private ManagedPair(Supplier<Path> folder) {
        this.folder = folder;
    }

    /** For all tests of a class, to be registered as an extension. */
    static ManagedPair in(Supplier<Path> folder) {
        return new ManagedPair(folder);
    }

    static ManagedPair start(Path folder) throws Exception {
        ManagedPair pair = new ManagedPair(() -> folder);
        pair.start();
        return pair;
    }

    private void start() throws Exception {
        jmxPort = FreePorts.next();
        brokers = BrokerPair.start(folder.get());
        jmx = JmxServer.start(jmxPort, USER, SECRETS.password());
        jolokia = JolokiaEndpoint.start(0, USER, SECRETS.password());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close();
    }

    /** A new queue of the original broker, with messages of every kind. */
    String originalQueue(int messages) throws Exception {
        String queue = "q" + UUID.randomUUID().toString().substring(0, 8);
        brokers.original().createQueue(queue);
        new MixedMessages(1, "console").send(brokers.original().core(), queue, messages);
        return queue;
    }

    /** The same, with a replica that is in parity. */
    String replicatedQueue(int messages) throws Exception {
        String queue = originalQueue(messages);
        brokers.createReplica(queue);
        brokers.awaitParity(queue);
        return queue;
    }

    BrokerPair brokers() {
        return brokers;
    }

    /** The original broker as a person would write it down. */
    BrokerProfile original(Way way) {
        return profile(brokers.original(), way);
    }

    /** The replica broker as a person would write it down. */
    BrokerProfile replica(Way way) {
        return profile(brokers.replica(), way);
    }

    BrokerConnection toOriginal(Way way) throws ConnectionFailure {
        return BrokerConnection.to(original(way).with(SECRETS));
    }

    BrokerConnection toReplica(Way way) throws ConnectionFailure {
        return BrokerConnection.to(replica(way).with(SECRETS));
    }

    /** Where the console connects to. */
    String address(Way way) {
        return switch (way) {
            case JMX -> "127.0.0.1:" + jmxPort;
            case JOLOKIA -> jolokia.url().toString();
        };
    }

    private BrokerProfile profile(Broker broker, Way way) {
        // All brokers of this process share its MBean server.
        return BrokerProfile.of(broker.name(), address(way), USER).withBroker(broker.name());
    }

    @Override
    public void close() throws Exception {
        jolokia.close();
        jmx.close();
        brokers.close();
    }
}
