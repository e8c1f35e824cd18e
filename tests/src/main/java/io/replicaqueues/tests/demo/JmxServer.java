// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.security.auth.Subject;

/**
 * The platform MBean server over RMI, for JConsole: one port, on 127.0.0.1 only, for one user, who may read, write
 * and call but not create MBeans. One thread starts and closes it.
 */
public final class JmxServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final RMIServerSocketFactory ON_LOOPBACK =
            port -> new ServerSocket(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));

    private final Registry registry;
    private final JMXConnectorServer connector;
    private final Path accessFile;

    private JmxServer(Registry registry, JMXConnectorServer connector, Path accessFile) {
        this.registry = registry;
        this.connector = connector;
        this.accessFile = accessFile;
    }

    /** Starts it. */
    public static JmxServer start(int port, String user, String password) throws IOException {
        return start(port, user, password, "readwrite");
    }

    /** Starts it for a user who may read and nothing else: writing and calling is refused. */
    public static JmxServer startReadOnly(int port, String user, String password) throws IOException {
        return start(port, user, password, "readonly");
    }

    private static JmxServer start(int port, String user, String password, String access) throws IOException {
        // The host that clients are told to come back to. Otherwise it is whatever this machine calls itself.
        System.setProperty("java.rmi.server.hostname", LOOPBACK);
        Path accessFile = Files.createTempFile("replica-queues-demo", ".access");
        Files.writeString(accessFile, user + " " + access + System.lineSeparator());
        Map<String, Object> environment = Map.of(
                RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE,
                ON_LOOPBACK,
                RMIConnectorServer.CREDENTIALS_FILTER_PATTERN,
                String.class.getName() + ";!*",
                JMXConnectorServer.AUTHENTICATOR,
                only(user, password),
                "jmx.remote.x.access.file",
                accessFile.toString());
        Registry registry = LocateRegistry.createRegistry(port, null, ON_LOOPBACK);
        JMXConnectorServer connector = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://" + LOOPBACK + ":" + port + "/jndi/rmi://" + LOOPBACK + ":" + port
                        + "/jmxrmi"),
                environment,
                ManagementFactory.getPlatformMBeanServer());
        connector.start();
        return new JmxServer(registry, connector, accessFile);
    }

    /** What JConsole wants to know. */
    public static String url(int port) {
        return "service:jmx:rmi:///jndi/rmi://" + LOOPBACK + ":" + port + "/jmxrmi";
    }

    private static JMXAuthenticator only(String user, String password) {
        return credentials -> {
            if (credentials instanceof String[] login
                    && login.length == 2
                    && same(login[0], user)
                    && same(login[1], password)) {
                return new Subject(true, Set.of(new JMXPrincipal(user)), Set.of(), Set.of());
            }
            throw new SecurityException("Wrong user or password");
        };
    }

    private static boolean same(String given, String expected) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        try {
            connector.stop();
        } finally {
            closeRegistry();
            Files.deleteIfExists(accessFile);
        }
    }

    private void closeRegistry() throws NoSuchObjectException {
        UnicastRemoteObject.unexportObject(registry, true);
    }
}
