// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.jolokia;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jolokia.jvmagent.JolokiaServer;
import org.jolokia.jvmagent.JolokiaServerConfig;

/**
 * The platform MBean server over HTTP, for a broker embedded in this JVM: the Jolokia agent, listening on
 * 127.0.0.1 only, with one user, and with the policy {@code jolokia-access.xml} beside this class.
 *
 * <p>Any thread may start and close it. {@link #close()} may be called more than once.
 */
public final class JolokiaEndpoint implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    static {
        // Read once, when the JDK's server class loads. Without it every answer waits for a delayed TCP
        // acknowledgement.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
    }

    private final JolokiaServer server;
    private boolean closed;

    private JolokiaEndpoint(JolokiaServer server) {
        this.server = server;
    }

    /**
     * Starts the endpoint.
     *
     * @param port 1 to 65535, or 0 for any free port
     * @param user the one user, not empty
     * @param password that user's password, not empty
     * @return the endpoint, which answers already
     * @throws IllegalArgumentException if the user or the password is empty
     * @throws java.net.BindException if the port is taken
     * @throws IOException if the server cannot be set up
     */
    public static JolokiaEndpoint start(int port, String user, String password) throws IOException {
        if (user.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException("The Jolokia endpoint needs a user and a password");
        }
        JolokiaServer server =
                new JolokiaServer(new JolokiaServerConfig(configuration(port, user, password)), new JolokiaLog());
        server.start(false);
        return new JolokiaEndpoint(server);
    }

    private static Map<String, String> configuration(int port, String user, String password) {
        return Map.ofEntries(
                Map.entry("host", LOOPBACK),
                Map.entry("port", Integer.toString(port)),
                Map.entry("agentContext", "/jolokia"),
                Map.entry("user", user),
                Map.entry("password", password),
                Map.entry("restrictorClass", AccessPolicy.class.getName()),
                Map.entry("discoveryEnabled", "false"),
                // A request that names another JVM as its target finds nobody to serve it.
                Map.entry("disabledServices", "org.jolokia.service.jsr160.Jsr160RequestHandler"),
                Map.entry("includeStackTrace", "false"),
                Map.entry("disableDetectors", "true"),
                Map.entry("executor", "fixed"),
                Map.entry("threadNr", "2"),
                Map.entry("threadNamePrefix", "jolokia-"),
                Map.entry("backlog", "20"));
    }

    /** The base of every request, {@code http://127.0.0.1:PORT/jolokia}. */
    public URI url() {
        return URI.create("http://" + LOOPBACK + ":" + port() + "/jolokia");
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.stop();
    }
}
