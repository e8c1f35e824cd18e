// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.jolokia.JolokiaEndpoint;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.demo.JmxServer;
import java.nio.file.Path;

/**
 * An embedded pair of brokers and the ways by which the console reaches both. For one thread.
 */
final class ManagedPair implements AutoCloseable {

    static final String USER = "person";
    static final BrokerProfile.Secrets SECRETS = new BrokerProfile.Secrets("person-secret");

    private final BrokerPair brokers;
    private final int jmxPort;
    private final JmxServer jmx;
    private final JolokiaEndpoint jolokia;

    private ManagedPair(BrokerPair brokers, int jmxPort, JmxServer jmx, JolokiaEndpoint jolokia) {
        this.brokers = brokers;
        this.jmxPort = jmxPort;
        this.jmx = jmx;
        this.jolokia = jolokia;
    }

    static ManagedPair start(Path folder) throws Exception {
        int port = FreePorts.next();
        return new ManagedPair(
                BrokerPair.start(folder),
                port,
                JmxServer.start(port, USER, SECRETS.password()),
                JolokiaEndpoint.start(0, USER, SECRETS.password()));
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
