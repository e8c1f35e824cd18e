// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A real broker in this JVM without a journal. With security on, {@code admin} may do everything and {@code guest} may only
 * log in; each one's password is its name.
 */
final class TestBroker implements AutoCloseable {

    private final EmbeddedActiveMQ embedded = new EmbeddedActiveMQ();
    private final int port = freePort();

    private TestBroker(boolean security, String acceptorOptions) {
        ConfigurationImpl configuration = new ConfigurationImpl();
        try {
            configuration.addAcceptorConfiguration(
                    "amqp", "tcp://127.0.0.1:" + port + "?protocols=AMQP" + acceptorOptions);
            configuration.setPersistenceEnabled(false).setJMXManagementEnabled(false);
            configuration.setSecurityEnabled(security);
            configuration.setMaxDiskUsage(-1);
            configuration.addAddressSetting("#", new AddressSettings().setMaxSizeBytes(-1));
            configuration.putSecurityRoles("#", Set.of(everything("admins")));
            embedded.setConfiguration(configuration);
            embedded.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users()));
            embedded.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static TestBroker secured() {
        return new TestBroker(true, "");
    }

    static TestBroker secured(String acceptorOptions) {
        return new TestBroker(true, acceptorOptions);
    }

    static TestBroker open(String acceptorOptions) {
        return new TestBroker(false, acceptorOptions);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    OriginalAddress addressFor(String user) {
        return OriginalAddress.parse("amqp://" + user + ":" + user + "@127.0.0.1:" + port);
    }

    ActiveMQServer server() {
        return embedded.getActiveMQServer();
    }

    Queue createQueue(String name, RoutingType type) {
        try {
            return server().createQueue(QueueConfiguration.of(name)
                    .setRoutingType(type)
                    .setDurable(false)
                    .setAutoCreateAddress(true));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Set<SimpleString> addresses() {
        return Set.copyOf(server().getPostOffice().getAddresses());
    }

    @Override
    public void close() {
        try {
            embedded.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Role everything(String role) {
        return new Role(role, true, true, true, true, true, true, true, true, true, true, true, true);
    }

    private static SecurityConfiguration users() {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser("admin", "admin");
        users.addRole("admin", "admins");
        users.addUser("guest", "guest");
        users.addRole("guest", "guests");
        return users;
    }
}
