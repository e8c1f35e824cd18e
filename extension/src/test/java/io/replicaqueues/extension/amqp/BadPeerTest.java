// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BadPeerTest {

    private final OriginalConnections connections =
            new OriginalConnections(AmqpSettings.DEFAULT.withHeartbeatMillis(1_000));
    private final OriginalConnections impatient =
            new OriginalConnections(AmqpSettings.DEFAULT.withOpenTimeoutMillis(1_000));

    @AfterEach
    void closeConnections() {
        connections.close();
        impatient.close();
    }

    @Test
    void aServerThatSaysNothingTimesOut() throws Exception {
        try (ServerSocket server = listening()) {
            AmqpException failure = Outcome.failureOf(impatient.acquire(addressOf(server)));

            assertEquals(Reason.TIMEOUT, failure.reason());
            assertEquals(
                    "127.0.0.1:" + server.getLocalPort()
                            + " takes connections but did not answer in AMQP within 1000 ms: is this a port for TLS (amqps://)?",
                    failure.getMessage());
        }
    }

    @Test
    void aServerThatSaysNothingInTlsTimesOut() throws Exception {
        try (ServerSocket server = listening()) {
            OriginalAddress address = OriginalAddress.parse("amqps://127.0.0.1:" + server.getLocalPort());

            assertEquals(
                    Reason.TIMEOUT,
                    Outcome.failureOf(impatient.acquire(address)).reason());
        }
    }

    @Test
    void anHttpServerIsNamedAsSuch() throws Exception {
        AmqpException failure = failureAtServerAnswering("HTTP/1.1 400 Bad Request\r\n\r\n");

        assertEquals(Reason.PROTOCOL, failure.reason());
        assertTrue(
                failure.getMessage().endsWith(" does not speak AMQP 1.0: it is an HTTP server"), failure::getMessage);
    }

    @Test
    void aServerOfAnotherProtocolIsNamedAsSuch() throws Exception {
        AmqpException failure = failureAtServerAnswering("220 mail.example.org ESMTP\r\n");

        assertEquals(Reason.PROTOCOL, failure.reason());
        assertTrue(
                failure.getMessage().endsWith(" does not speak AMQP 1.0: it answers in another protocol"),
                failure::getMessage);
    }

    @Test
    void aServerOfAnotherVersionOfAmqpIsRefused() throws Exception {
        assertEquals(Reason.PROTOCOL, failureAtServerAnswering("AMQP\0\0\11\1").reason());
    }

    @Test
    void aServerThatHangsUpIsNamed() throws Exception {
        AmqpException failure = failureAtServerAnswering("");

        assertEquals(Reason.CLOSED, failure.reason());
        assertTrue(failure.getMessage().endsWith(" closed the connection"), failure::getMessage);
    }

    @Test
    void aServerThatHangsUpDuringTheTlsHandshakeIsNoFaultOfTls() throws Exception {
        AmqpException failure = failureAtTlsServer(Socket::shutdownOutput);

        assertEquals(Reason.CLOSED, failure.reason());
        assertTrue(
                failure.getMessage().endsWith(" closed the connection during the TLS handshake"), failure::getMessage);
    }

    @Test
    void aServerThatResetsDuringTheTlsHandshakeIsNoFaultOfTls() throws Exception {
        AmqpException failure = failureAtTlsServer(socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });

        assertEquals(Reason.CLOSED, failure.reason());
    }

    @Test
    void aServerThatDoesNotAnswerInTlsIsNamedAsSuch() throws Exception {
        AmqpException failure = failureAtTlsServer(
                socket -> socket.getOutputStream().write("AMQP\0\1\0\0".getBytes(StandardCharsets.ISO_8859_1)));

        assertEquals(Reason.PROTOCOL, failure.reason());
        assertTrue(failure.getMessage().contains(" does not speak TLS"), failure::getMessage);
    }

    @Test
    void aPeerThatFallsSilentIsNoticedOnce() throws Exception {
        try (TestBroker broker = TestBroker.secured();
                TcpProxy proxy = new TcpProxy(broker.port())) {
            AmqpConnection connection = Outcome.of(
                    connections.acquire(OriginalAddress.parse("amqp://admin:admin@127.0.0.1:" + proxy.port())));
            List<AmqpException> closings = new CopyOnWriteArrayList<>();
            connection.onClosed(closings::add);
            Awaitility.await()
                    .during(Duration.ofSeconds(6))
                    .atMost(Duration.ofSeconds(30))
                    .until(connection::isOpen);

            proxy.fallSilent();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> closings.size() == 1);
            assertFalse(connection.isOpen());
            assertEquals(
                    "127.0.0.1:" + proxy.port() + " was silent for 4000 ms: the connection is given up",
                    closings.get(0).getMessage());
        }
    }

    @Test
    void aSilentPeerIsNoticedWithinTenSecondsByDefault() {
        assertTrue(AmqpSettings.DEFAULT.silenceMillis() < 10_000);
    }

    @Test
    void aBrokerThatGoesAwayEndsTheConnectionAndItsLinksOnce() throws Exception {
        List<String> closings = new CopyOnWriteArrayList<>();
        CompletableFuture<AmqpException> late = new CompletableFuture<>();
        AmqpConnection connection;
        try (TestBroker broker = TestBroker.secured()) {
            connection = Outcome.of(connections.acquire(broker.addressFor("admin")));
            connection.onClosed(cause -> closings.add("connection"));
            Outcome.of(connection.openSender("a")).onClosed(cause -> closings.add("sender"));
            Outcome.of(connection.openReceiver("a", 1, delivery -> {})).onClosed(cause -> closings.add("receiver"));
        }

        Awaitility.await().until(() -> closings.size() == 3);
        connection.onClosed(late::complete);
        assertEquals(Reason.CLOSED, Outcome.of(late).reason());
        connection.close();
        assertEquals(
                List.of("connection", "receiver", "sender"),
                closings.stream().sorted().toList());
    }

    private AmqpException failureAtServerAnswering(String answer) throws Exception {
        try (ServerSocket server = listening()) {
            CompletableFuture<AmqpConnection> connecting = connections.acquire(addressOf(server));
            try (Socket socket = server.accept()) {
                socket.getInputStream().readNBytes(8);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
            return Outcome.failureOf(connecting);
        }
    }

    /** What the client makes of a server that does the given thing once it has heard the client begin. */
    private AmqpException failureAtTlsServer(Answer answer) throws Exception {
        try (ServerSocket server = listening()) {
            CompletableFuture<AmqpConnection> connecting =
                    connections.acquire(OriginalAddress.parse("amqps://127.0.0.1:" + server.getLocalPort()));
            try (Socket socket = server.accept()) {
                socket.getInputStream().readNBytes(8);
                answer.give(socket);
                return Outcome.failureOf(connecting);
            }
        }
    }

    private interface Answer {
        void give(Socket socket) throws Exception;
    }

    private static ServerSocket listening() throws Exception {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static OriginalAddress addressOf(ServerSocket server) {
        return OriginalAddress.parse("127.0.0.1:" + server.getLocalPort());
    }
}
