// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Relays connections to a local port until told to fall silent, which leaves them open as a stopped peer does. */
final class TcpProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int target;
    private volatile boolean silent;

    TcpProxy(int target) throws IOException {
        this.target = target;
        start(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    void fallSilent() {
        silent = true;
    }

    /** Relays new connections again. */
    void speak() {
        silent = false;
    }

    boolean isConnected() {
        return !sockets.isEmpty();
    }

    void cut() {
        sockets.forEach(TcpProxy::closeQuietly);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        closed.countDown();
    }

    private void acceptAll() throws Exception {
        while (!server.isClosed()) {
            Socket near = server.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.addAll(List.of(near, far));
            start(() -> relay(near, far));
            start(() -> relay(far, near));
        }
    }

    private void relay(Socket from, Socket to) throws Exception {
        byte[] buffer = new byte[64 * 1024];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (silent) {
                closed.await();
                return;
            }
            out.write(buffer, 0, count);
        }
        to.close();
    }

    private static void start(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (Exception e) {
                        // The sockets are closed under it at the end of a test.
                    }
                },
                "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
