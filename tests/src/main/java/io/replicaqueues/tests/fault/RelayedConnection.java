// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection through a {@link TcpProxy}. Any thread may call it. */
final class RelayedConnection {

    private final Socket near;
    private final Socket far;
    private final Relay toBroker;
    private final Relay toClient;

    /** Connects to the broker on behalf of {@code near}. */
    RelayedConnection(Socket near, InetSocketAddress target, Underway room, Lane toBroker, Lane toClient)
            throws IOException {
        this.near = near;
        this.far = new Socket(target.getAddress(), target.getPort());
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        this.toBroker = new Relay(near, far, room, toBroker, this::reset);
        this.toClient = new Relay(far, near, room, toClient, this::reset);
    }

    void start() {
        toBroker.start();
        toClient.start();
    }

    boolean isOpen() {
        return toBroker.isRunning() || toClient.isRunning();
    }

    /** Ends it at both ends with a reset. */
    void reset() {
        reset(near);
        reset(far);
        toBroker.stop();
        toClient.stop();
    }

    /** Ends it at both ends in good order, as a peer does that closes. */
    void finish() {
        try {
            near.shutdownOutput();
            far.shutdownOutput();
        } catch (IOException endedAlready) {
            reset();
        }
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // Then there is nobody to be told either.
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
