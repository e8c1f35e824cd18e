// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.http.Certificate;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.security.KeyStore;
import java.util.Map;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * The platform MBean server over RMI with TLS, on 127.0.0.1 only, for everybody with a certificate: as
 * {@code com.sun.management.jmxremote.ssl} sets it up. One thread starts and closes it.
 */
final class SecureJmxServer implements AutoCloseable {

    private static final String NAME = "jmxrmi";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 50;

    private final int port;
    private final Registry registry;
    private final RMIConnectorServer connector;

    private SecureJmxServer(int port, Registry registry, RMIConnectorServer connector) {
        this.port = port;
        this.registry = registry;
        this.connector = connector;
    }

    /**
     * Starts it.
     *
     * @param store with the key of the server and the certificates of those who are let in
     * @param isRegistrySecured whether its registry speaks TLS as well
     */
    static SecureJmxServer start(Path store, boolean isRegistrySecured) throws Exception {
        SSLContext context = context(store);
        RMIServerSocketFactory secured = on -> {
            SSLServerSocket socket = (SSLServerSocket) context.getServerSocketFactory()
                    .createServerSocket(on, BACKLOG, InetAddress.getByAddress(LOOPBACK));
            socket.setNeedClientAuth(true);
            return socket;
        };
        RMIServerSocketFactory open = on -> new ServerSocket(on, BACKLOG, InetAddress.getByAddress(LOOPBACK));
        SslRMIClientSocketFactory clients = new SslRMIClientSocketFactory();
        int port = FreePorts.next();
        Registry registry = isRegistrySecured
                ? LocateRegistry.createRegistry(port, clients, secured)
                : LocateRegistry.createRegistry(port, null, open);
        RMIJRMPServerImpl served = new RMIJRMPServerImpl(0, clients, secured, Map.of());
        RMIConnectorServer connector = new RMIConnectorServer(
                new JMXServiceURL("service:jmx:rmi://"), Map.of(), served, ManagementFactory.getPlatformMBeanServer());
        connector.start();
        registry.bind(NAME, served.toStub());
        return new SecureJmxServer(port, registry, connector);
    }

    /** Shows the key of a store and trusts its certificates. */
    static SSLContext context(Path store) throws Exception {
        char[] password = Certificate.PASSWORD.toCharArray();
        KeyStore entries = KeyStore.getInstance(store.toFile(), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(entries, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(entries);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Where the console connects to. */
    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws Exception {
        connector.stop();
        UnicastRemoteObject.unexportObject(registry, true);
    }
}
