// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectingTest {

    private static TestBroker broker;

    private final OriginalConnections connections = new OriginalConnections();

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.secured();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void closeConnections() {
        connections.close();
    }

    @Test
    void connectsWithUserAndPassword() throws Exception {
        AmqpConnection connection = Outcome.of(connections.acquire(broker.addressFor("admin")));

        assertTrue(connection.isOpen());
        assertEquals("127.0.0.1:" + broker.port(), connection.remoteAddress());
    }

    @Test
    void aPeerMayOpenTheConnectionBeforeSomebodyWaitsForThat() throws Exception {
        NioEventLoopGroup loops = new NioEventLoopGroup(1);
        try {
            EventLoop loop = loops.next();
            AmqpConnection connection = new AmqpConnection(
                    broker.addressFor("admin"), new Endpoint("127.0.0.1", broker.port()), AmqpSettings.DEFAULT, loop);
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(connection.handler())
                    .connect("127.0.0.1", broker.port())
                    .sync();
            Awaitility.await().until(connection::isOpen);

            assertSame(connection, Outcome.of(connection.opened()));
            connection.close();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void anAttemptThatWasUnderWayBeforeDecidesForNobodyElse() throws Exception {
        try (TcpProxy proxy = new TcpProxy(broker.port())) {
            proxy.fallSilent();
            OriginalAddress address =
                    OriginalAddress.parse("127.0.0.1:" + proxy.port()).withCredentials("admin", "admin");
            CompletableFuture<AmqpConnection> first = connections.acquire(address);
            Awaitility.await().until(proxy::isConnected);
            CompletableFuture<AmqpConnection> second = connections.acquire(address);
            CompletableFuture<AmqpConnection> third = connections.acquire(address);

            proxy.speak();
            proxy.cut();

            Outcome.failureOf(first);
            assertTrue(Outcome.of(second).isOpen());
            assertSame(Outcome.of(second), Outcome.of(third));
        }
    }

    @Test
    void connectsAnonymouslyWhereTheBrokerAllowsIt() throws Exception {
        try (TestBroker open = TestBroker.open("")) {
            assertTrue(Outcome.of(connections.acquire(OriginalAddress.parse("127.0.0.1:" + open.port())))
                    .isOpen());
        }
    }

    @Test
    void aWrongPasswordIsNamedWithoutShowingIt() {
        OriginalAddress address = broker.addressFor("admin").withCredentials("admin", "secret");

        AmqpException failure = Outcome.failureOf(connections.acquire(address));

        assertEquals(Reason.UNAUTHENTICATED, failure.reason());
        assertEquals(
                "127.0.0.1:" + broker.port() + " refused user 'admin': wrong user or password", failure.getMessage());
    }

    @Test
    void missingCredentialsAreNamed() {
        AmqpException failure =
                Outcome.failureOf(connections.acquire(OriginalAddress.parse("127.0.0.1:" + broker.port())));

        assertEquals(Reason.UNAUTHENTICATED, failure.reason());
        assertEquals(
                "127.0.0.1:" + broker.port() + " refused an anonymous connection: give a user and password",
                failure.getMessage());
    }

    @Test
    void aPortNobodyListensOnIsNamed() {
        int port = TestBroker.freePort();

        AmqpException failure = Outcome.failureOf(connections.acquire(OriginalAddress.parse("127.0.0.1:" + port)));

        assertEquals(Reason.UNREACHABLE, failure.reason());
        assertEquals("127.0.0.1:" + port + " does not answer (connection refused)", failure.getMessage());
    }

    @Test
    void anUnknownHostIsNamed() {
        AmqpException failure =
                Outcome.failureOf(connections.acquire(OriginalAddress.parse("no-such-host.invalid:5672")));

        assertEquals(Reason.UNREACHABLE, failure.reason());
        assertEquals("no-such-host.invalid:5672 does not answer (the host name is unknown)", failure.getMessage());
    }

    @Test
    void theNextEndpointIsTriedWhenTheFirstIsDown() throws Exception {
        OriginalAddress pair = OriginalAddress.parse(
                "amqp://admin:admin@127.0.0.1:" + TestBroker.freePort() + ",127.0.0.1:" + broker.port());

        assertEquals(
                "127.0.0.1:" + broker.port(),
                Outcome.of(connections.acquire(pair)).remoteAddress());
    }

    @Test
    void everyEndpointOfAListIsNamedWhenNoneWorks() {
        int down = TestBroker.freePort();
        OriginalAddress pair =
                OriginalAddress.parse("amqp://admin:secret@127.0.0.1:" + down + ",127.0.0.1:" + broker.port());

        AmqpException failure = Outcome.failureOf(connections.acquire(pair));

        assertEquals(Reason.UNAUTHENTICATED, failure.reason());
        assertEquals(
                "127.0.0.1:" + down + " does not answer (connection refused); 127.0.0.1:" + broker.port()
                        + " refused user 'admin': wrong user or password",
                failure.getMessage());
    }

    @Test
    void aConnectionIsSharedUntilTheLastUserReleasesIt() throws Exception {
        AmqpConnection first = Outcome.of(connections.acquire(broker.addressFor("admin")));
        AmqpConnection second = Outcome.of(connections.acquire(broker.addressFor("admin")));
        assertSame(first, second);

        first.release();
        assertTrue(Outcome.of(first.openSender("shared")).isOpen());

        second.release();
        Awaitility.await().until(() -> !first.isOpen());
        assertNotSame(first, Outcome.of(connections.acquire(broker.addressFor("admin"))));
    }

    @Test
    void acquiringAtTheSameTimeOpensOneConnection() throws Exception {
        CompletableFuture<AmqpConnection> first = connections.acquire(broker.addressFor("admin"));
        CompletableFuture<AmqpConnection> second = connections.acquire(broker.addressFor("admin"));

        assertSame(Outcome.of(first), Outcome.of(second));
    }

    @Test
    void aFailedConnectionIsNotHandedOutAgain() throws Exception {
        try (TcpProxy proxy = new TcpProxy(broker.port())) {
            OriginalAddress address = OriginalAddress.parse("amqp://admin:admin@127.0.0.1:" + proxy.port());
            AmqpConnection lost = Outcome.of(connections.acquire(address));
            proxy.cut();
            Awaitility.await().until(() -> !lost.isOpen());

            AmqpConnection fresh = Outcome.of(connections.acquire(address));
            lost.release();

            assertTrue(fresh.isOpen());
            assertNotSame(lost, fresh);
            assertSame(fresh, Outcome.of(connections.acquire(address)));
        }
    }

    @Test
    void aFailureToConnectIsForgotten() throws Exception {
        OriginalAddress wrong = broker.addressFor("admin").withCredentials("admin", "wrong");

        assertNotSame(Outcome.failureOf(connections.acquire(wrong)), Outcome.failureOf(connections.acquire(wrong)));
    }

    @Test
    void closingEndsConnectionsAndFurtherAcquires() throws Exception {
        AmqpConnection connection = Outcome.of(connections.acquire(broker.addressFor("admin")));
        AtomicInteger closings = new AtomicInteger();
        connection.onClosed(cause -> closings.incrementAndGet());

        connections.close();

        Awaitility.await().until(() -> closings.get() == 1);
        assertFalse(connection.isOpen());
        assertEquals(
                Reason.CLOSED,
                Outcome.failureOf(connections.acquire(broker.addressFor("admin")))
                        .reason());
        assertEquals(
                Reason.CLOSED, Outcome.failureOf(connection.openSender("x")).reason());
    }
}
