// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import io.replicaqueues.tests.broker.Broker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network that can be made to fail: relays connections on 127.0.0.1 to a port there. Any thread may call it. The
 * broker behind it need not run all the time.
 *
 * <p>What {@link #impair} sets holds for present and future connections until it is set anew or {@link #heal}ed; the
 * other faults happen at once.
 */
public final class TcpProxy implements AutoCloseable {

    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    private final InetSocketAddress target;
    private final Underway room;
    private final int port;
    private final Map<Direction, Lane> lanes =
            new EnumMap<>(Map.of(Direction.TO_BROKER, new Lane(), Direction.TO_CLIENT, new Lane()));
    private final List<RelayedConnection> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private boolean refusing;

    private TcpProxy(int target, Underway room) throws IOException {
        this.room = room;
        this.target = new InetSocketAddress(LOCAL, target);
        this.server = new ServerSocket(0, 50, LOCAL);
        this.port = server.getLocalPort();
        Thread thread = new Thread(this::acceptAll, "tcp-proxy " + port);
        thread.setDaemon(true);
        thread.start();
    }

    /** Relays to a port on 127.0.0.1 from now on. */
    public static TcpProxy to(int port) throws IOException {
        return new TcpProxy(port, Underway.NARROW);
    }

    /** As {@link #to}, with room for what is on its way on a long and fast link, and with less work for each byte. */
    public static TcpProxy wide(int port) throws IOException {
        return new TcpProxy(port, Underway.WIDE);
    }

    /** The port to connect to instead of the broker's. */
    public int port() {
        return port;
    }

    /** The address of a broker behind this proxy, as an original's address, with its operator as user. */
    public String addressOf(Broker broker) {
        return broker.address().replace(broker.hostAndPort(), "127.0.0.1:" + port);
    }

    /** Connections that are open at either end. */
    public int connections() {
        connections.removeIf(connection -> !connection.isOpen());
        return connections.size();
    }

    /** Sets the fault of one direction. */
    public void impair(Direction direction, LinkFault fault) {
        lanes.get(direction).set(fault);
    }

    /** Nothing arrives in either direction, connections stay open; see {@link LinkFault#silence}. */
    public void silence() {
        for (Direction direction : Direction.values()) {
            impair(direction, LinkFault.silence());
        }
    }

    /** Everything arrives later, in each direction. */
    public void delay(Duration latency) {
        for (Direction direction : Direction.values()) {
            impair(direction, LinkFault.delay(latency));
        }
    }

    /** At most so many bytes a second arrive, in each direction. */
    public void throttle(long bytesPerSecond) {
        for (Direction direction : Direction.values()) {
            impair(direction, LinkFault.throttle(bytesPerSecond));
        }
    }

    /** Ends what {@link #impair} set and accepts connections again. */
    public void heal() {
        for (Direction direction : Direction.values()) {
            impair(direction, LinkFault.NONE);
        }
        admit();
    }

    /** Ends all connections with a reset. */
    public synchronized void reset() {
        connections.forEach(RelayedConnection::reset);
        connections();
    }

    /** Ends all connections in good order, as a peer does that closes. */
    public synchronized void finish() {
        connections.forEach(RelayedConnection::finish);
    }

    /**
     * Resets whatever connects until {@link #admit}; connections that are open stay so. The port stays in use meanwhile:
     * otherwise anybody's outgoing connection might take it.
     */
    public synchronized void refuse() {
        refusing = true;
    }

    /** Relays what connects again. */
    public synchronized void admit() {
        refusing = false;
    }

    /** Resets all connections again and again until the answer is closed. */
    public Flapping flap(Duration period) {
        return new Flapping(this, period);
    }

    @Override
    public void close() throws IOException {
        refuse();
        server.close();
        reset();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                relay(server.accept());
            } catch (IOException closedMeanwhile) {
                return;
            }
        }
    }

    /** Holds the lock from before the broker sees the connection, so that no fault misses one that anybody has seen. */
    private synchronized void relay(Socket client) {
        if (refusing) {
            RelayedConnection.reset(client);
            return;
        }
        try {
            RelayedConnection connection = new RelayedConnection(
                    client, target, room, lanes.get(Direction.TO_BROKER), lanes.get(Direction.TO_CLIENT));
            connection.start();
            connections.add(connection);
        } catch (IOException brokerIsDown) {
            RelayedConnection.reset(client);
        }
    }
}
