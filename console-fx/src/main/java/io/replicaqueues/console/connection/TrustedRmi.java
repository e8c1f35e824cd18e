// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.rmi.NotBoundException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * JMX over RMI with TLS and a choice of whom to trust that is this connection's alone. Any thread may call it.
 *
 * <p>A broker registers its server together with the factory of sockets that clients shall use, and that one trusts what
 * properties of the whole process say. So each factory is replaced, as it arrives, by one that trusts what was chosen
 * here. What is registered without TLS is not used: whoever chose whom to trust wants to speak to nobody else.
 */
final class TrustedRmi {

    private static final Pattern REGISTERED =
            Pattern.compile("/jndi/rmi://(?:\\[([^\\]]+)]|([^/:]*))(?::(\\d{1,5}))?/(.+)");
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final String AS_HTTPS_DOES = "HTTPS";

    private final String host;
    private final int port;
    private final String name;
    private final TlsContext context;
    private final RMIClientSocketFactory sockets;

    /** Stands for the factory while a stub is copied. */
    private enum Place {
        OF_THE_FACTORY
    }

    /**
     * The way to one broker; nothing is sent yet.
     *
     * @throws ConnectionFailure if the address names no registry, or a store cannot be read
     */
    TrustedRmi(BrokerAddress.Jmx address, Tls tls) throws ConnectionFailure {
        Matcher registered = REGISTERED.matcher(address.url().getURLPath());
        if (!registered.matches()) {
            throw new ConnectionFailure(
                    Reason.UNTRUSTED,
                    address.text() + " names no registry: with a choice of whom to trust it must have the form "
                            + "service:jmx:rmi:///jndi/rmi://host:1099/jmxrmi");
        }
        String plain = registered.group(1) == null ? registered.group(2) : registered.group(1);
        this.host = plain.isEmpty() ? "localhost" : plain;
        this.port = registered.group(3) == null ? Registry.REGISTRY_PORT : Integer.parseInt(registered.group(3));
        this.name = registered.group(4);
        this.context = TlsContext.of(tls);
        SSLSocketFactory factory = context.ssl().getSocketFactory();
        this.sockets = (to, toPort) -> socket(factory, to, toPort);
    }

    /** A new link. */
    JMXConnector connect(Map<String, ?> environment) throws IOException {
        RMIServer server = withOurSockets((RMIServer) registered());
        JMXConnector connector = new RMIConnector(new Server(server), environment);
        connector.connect(environment);
        return connector;
    }

    /** Whether the last link failed for want of a client certificate. */
    boolean wasCertificateMissing() {
        return context.certificate().wasMissing();
    }

    /** A registry may speak TLS or, as that of a stock broker, not: what counts is the server that is registered there. */
    private Remote registered() throws IOException {
        try {
            return lookUp(LocateRegistry.getRegistry(host, port, sockets));
        } catch (IOException e) {
            if (TlsFailure.isAboutTrust(e)) {
                throw e;
            }
            return lookUp(LocateRegistry.getRegistry(host, port));
        }
    }

    private Remote lookUp(Registry registry) throws IOException {
        try {
            return registry.lookup(name);
        } catch (NotBoundException e) {
            throw new IOException("nothing is registered there as " + name, e);
        }
    }

    /**
     * The certificate must name the host that the person typed: where the server is was said by the registry, which may
     * have been asked without TLS.
     */
    private Socket socket(SSLSocketFactory factory, String to, int toPort) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(to, toPort), (int) TO_CONNECT.toMillis());
            SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, toPort, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(AS_HTTPS_DOES);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** A stub of the same object that uses our sockets. */
    @SuppressWarnings("unchecked") // A copy is of the class of what is copied.
    private <T extends Remote> T withOurSockets(T stub) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Taking out = new Taking(bytes);
        out.writeObject(stub);
        out.flush();
        if (!out.hasTaken) {
            throw new SSLException("it speaks no TLS");
        }
        try {
            return (T) new Putting(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("the broker registered something that is not known here", e);
        }
    }

    private static final class Taking extends ObjectOutputStream {

        private boolean hasTaken;

        Taking(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof RMIClientSocketFactory) {
                hasTaken = true;
                return Place.OF_THE_FACTORY;
            }
            return object;
        }
    }

    private final class Putting extends ObjectInputStream {

        Putting(InputStream in) throws IOException {
            super(in);
            enableResolveObject(true);
        }

        @Override
        protected Object resolveObject(Object object) {
            return object == Place.OF_THE_FACTORY ? sockets : object;
        }
    }

    /** Gives connections that use our sockets too. */
    private final class Server implements RMIServer {

        private final RMIServer server;

        Server(RMIServer server) {
            this.server = server;
        }

        @Override
        public String getVersion() throws RemoteException {
            return server.getVersion();
        }

        @Override
        public RMIConnection newClient(Object credentials) throws IOException {
            return withOurSockets(server.newClient(credentials));
        }
    }
}
