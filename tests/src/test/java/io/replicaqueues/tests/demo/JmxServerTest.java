// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.tests.broker.FreePorts;
import java.io.IOException;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what over RMI. */
final class JmxServerTest {

    private final int port = FreePorts.next();
    private JmxServer server;

    @BeforeEach
    void start() throws IOException {
        server = JmxServer.start(port, "operator", "secret");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void theUserSeesTheMBeansOfThisJvm() throws Exception {
        try (JMXConnector connector = connect("operator", "secret")) {
            assertFalse(connector
                    .getMBeanServerConnection()
                    .queryNames(new ObjectName("java.lang:*"), null)
                    .isEmpty());
        }
    }

    @Test
    void aWrongPasswordOrUserIsRefused() {
        assertThrows(SecurityException.class, () -> connect("operator", "guess"));
        assertThrows(SecurityException.class, () -> connect("somebody", "secret"));
    }

    @Test
    void nobodyMayCreateAnMBeanAndWithItLoadCode() throws Exception {
        try (JMXConnector connector = connect("operator", "secret")) {
            ObjectName name = new ObjectName("test:type=Loader");
            assertThrows(
                    SecurityException.class,
                    () -> connector.getMBeanServerConnection().createMBean("javax.management.loading.MLet", name));
        }
    }

    @SuppressWarnings("BanJNDI")
    private JMXConnector connect(String user, String password) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL(JmxServer.url(port)),
                Map.of(JMXConnector.CREDENTIALS, new String[] {user, password}));
    }
}
