// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Each fault of the proxy, between two plain sockets. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TcpProxyTest {

    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
    private static final int MOMENT = 300;

    private ServerSocket server;
    private TcpProxy proxy;
    private Socket client;
    private Socket broker;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 5, LOCAL);
        proxy = TcpProxy.to(server.getLocalPort());
        client = new Socket(LOCAL, proxy.port());
        broker = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        client.close();
        broker.close();
        server.close();
    }

    @Test
    void everyByteArrivesInOrderInBothDirections() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);

        CompletableFuture<byte[]> atBroker = CompletableFuture.supplyAsync(() -> read(broker, bytes.length));
        CompletableFuture<byte[]> atClient = CompletableFuture.supplyAsync(() -> read(client, bytes.length));
        CompletableFuture<Void> back = CompletableFuture.runAsync(() -> write(broker, bytes));
        write(client, bytes);

        assertArrayEquals(bytes, atBroker.get());
        assertArrayEquals(bytes, atClient.get());
        back.get();
    }

    @Test
    void theEndOfAStreamLeavesTheOtherDirectionOpenAndBothEndsLeaveNoThread() throws IOException {
        client.shutdownOutput();
        assertEquals(-1, broker.getInputStream().read());
        write(broker, "answer".getBytes(UTF_8));
        assertArrayEquals("answer".getBytes(UTF_8), read(client, 6));
        assertEquals(1, proxy.connections());

        broker.shutdownOutput();

        assertEquals(-1, client.getInputStream().read());
        await().until(() -> proxy.connections() == 0);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("tcp-proxy reader")
                        || thread.getName().startsWith("tcp-proxy writer")));
    }

    @Test
    void resetBreaksBothEnds() {
        proxy.reset();

        assertThrows(SocketException.class, () -> client.getInputStream().read());
        assertThrows(SocketException.class, () -> broker.getInputStream().read());
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void finishClosesBothEndsInGoodOrder() throws IOException {
        proxy.finish();

        assertEquals(-1, client.getInputStream().read());
        assertEquals(-1, broker.getInputStream().read());
    }

    @Test
    void whatIsDelayedArrivesLaterAndAllAtOnce() {
        proxy.impair(Direction.TO_BROKER, LinkFault.delay(Duration.ofSeconds(1)));

        long start = System.nanoTime();
        for (int written = 0; written < 100; written++) {
            write(client, new byte[] {1});
        }
        read(broker, 100);
        assertTrue(millisSince(start) >= 1_000, "too early");
        assertTrue(millisSince(start) < 10_000, "each byte was delayed after the other");

        long answered = System.nanoTime();
        write(broker, new byte[] {1});
        read(client, 1);
        assertTrue(millisSince(answered) < 1_000, "the other direction was delayed too");
    }

    @Test
    void aThrottledLinkTakesTheTimeItsWidthDemands() {
        proxy.throttle(100_000);

        long start = System.nanoTime();
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> read(broker, 50_000));
        write(client, new byte[50_000]);
        received.join();

        assertTrue(millisSince(start) >= 400, () -> "took " + millisSince(start) + " ms only");
    }

    @Test
    void whatIsSentIntoSilenceArrivesAfterwards() throws IOException {
        proxy.impair(Direction.TO_BROKER, LinkFault.silence());
        write(client, "late".getBytes(UTF_8));
        client.shutdownOutput();

        assertNothingArrives(broker);
        write(broker, "other way".getBytes(UTF_8));
        assertArrayEquals("other way".getBytes(UTF_8), read(client, 9));

        proxy.heal();
        assertArrayEquals("late".getBytes(UTF_8), read(broker, 4));
        assertEquals(-1, broker.getInputStream().read());
    }

    @Test
    void silenceReachesNewConnectionsToo() throws IOException {
        proxy.silence();
        try (Socket second = new Socket(LOCAL, proxy.port());
                Socket accepted = server.accept()) {
            write(second, new byte[] {1});
            assertNothingArrives(accepted);
            assertNothingArrives(client);
        }
    }

    @Test
    void oneByteIsCorruptedAtItsOffsetAndNoOther() {
        Corruption corruption = LinkFault.corrupt(10_000, 0x81);
        proxy.impair(Direction.TO_CLIENT, corruption);
        byte[] bytes = new byte[20_000];

        write(broker, new byte[10_000]);
        read(client, 10_000);
        assertFalse(corruption.isDone());
        write(broker, new byte[10_000]);

        bytes[0] = (byte) 0x81;
        byte[] received = read(client, 10_000);
        assertArrayEquals(Arrays.copyOf(bytes, 10_000), received);
        assertTrue(corruption.isDone());
    }

    @Test
    void refusesConnectionsUntilItAdmitsThemAgain() throws IOException {
        proxy.refuse();

        try (Socket refused = new Socket(LOCAL, proxy.port())) {
            assertThrows(SocketException.class, () -> refused.getInputStream().read());
        }
        write(client, new byte[] {7});
        assertArrayEquals(new byte[] {7}, read(broker, 1));

        proxy.admit();
        try (Socket admitted = new Socket(LOCAL, proxy.port())) {
            assertNothingArrives(admitted);
        }
    }

    @Test
    void flappingResetsAgainAndAgain() throws Exception {
        Flapping flapping = proxy.flap(Duration.ofMillis(20));
        try (flapping) {
            await().until(() -> flapping.times() > 0);
            await().until(() -> proxy.connections() == 0);
            int before = flapping.times();
            new Socket(LOCAL, proxy.port());
            await().until(() -> flapping.times() > before);
        }
        try (Socket last = new Socket(LOCAL, proxy.port())) {
            assertNothingArrives(last);
        }
    }

    @Test
    void aConnectionToABrokerThatIsDownIsReset() throws IOException {
        server.close();

        try (Socket second = new Socket(LOCAL, proxy.port())) {
            assertThrows(SocketException.class, () -> second.getInputStream().read());
        }
    }

    private static void assertNothingArrives(Socket socket) throws IOException {
        socket.setSoTimeout(MOMENT);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(0);
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(Socket socket, int count) {
        try {
            return socket.getInputStream().readNBytes(count);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
