// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports that are free on 127.0.0.1. Any thread may call it.
 *
 * <p>They are below those that systems give to outgoing connections, or a client could have the port of a broker that
 * is started again. JVMs of one build that run tests at the same time have ranges of their own, and a port that was given
 * is not given by another build's JVM as long as this one lives, though nobody may listen on it just now.
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

    /** Locked at the position of each port that a JVM was given. */
    private static final FileChannel CLAIMS = openClaims();

    private FreePorts() {}

    private static FileChannel openClaims() {
        String name = "replica-queues-test-ports-" + System.getProperty("user.name");
        try {
            return FileChannel.open(
                    Path.of(System.getProperty("java.io.tmpdir"), name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port that nobody listens on now and that this JVM was not given lately. Somebody who is no test may take it before
     * the caller does.
     */
    public static int next() {
        for (int tried = 0; tried < PER_JVM; tried++) {
            int port = RANGE + Math.floorMod(GIVEN.getAndIncrement(), PER_JVM);
            if (isClaimed(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + RANGE + " on");
    }

    private static boolean isClaimed(int port) {
        try {
            return CLAIMS.tryLock(port, 1, false) != null;
        } catch (OverlappingFileLockException alreadyOurs) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException taken) {
            return false;
        }
    }
}
