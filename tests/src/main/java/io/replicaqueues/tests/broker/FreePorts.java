// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds ports that are free on 127.0.0.1. Any thread may call it. */
public final class FreePorts {

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /**
     * A port that nobody listens on now and that this JVM was not given before. Somebody else may take it before
     * the caller does.
     */
    public static int next() {
        while (true) {
            int port = free();
            if (GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port", e);
        }
    }
}
