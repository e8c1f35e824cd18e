// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports that are free on 127.0.0.1. Any thread may call it.
 *
 * <p>They are below those that systems give to outgoing connections, or a client could have the port of a broker that
 * is started again. JVMs that run tests at the same time have ranges of their own.
 */
public final class FreePorts {

    private static final int FIRST = 12_000;
    private static final int PER_JVM = 5_000;
    private static final int JVMS = 4;

    /** What runs the tests numbers its JVMs from 1 on; the property is absent elsewhere. */
    private static final int RANGE = FIRST + Integer.getInteger("surefire.forkNumber", 0) % JVMS * PER_JVM;

    /** Not always from the same port on: builds may run next to each other. */
    private static final AtomicInteger GIVEN =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 37 % PER_JVM));

    private FreePorts() {}

    /**
     * A port that nobody listens on now and that this JVM was not given lately. Somebody else may take it before the
     * caller does.
     */
    public static int next() {
        for (int tried = 0; tried < PER_JVM; tried++) {
            int port = RANGE + Math.floorMod(GIVEN.getAndIncrement(), PER_JVM);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + RANGE + " on");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException taken) {
            return false;
        }
    }
}
