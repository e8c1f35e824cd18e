// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufUtil;
import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.server.Queue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class LinksTest {

    private static final Map<String, Object> NO_PROPERTIES = Map.of();

    private static TestBroker broker;

    private final OriginalConnections connections = new OriginalConnections(
            AmqpSettings.DEFAULT.withMaxPayloadSize(4_000_000).withMaxPendingSends(10));

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
    void aSentMessageIsConfirmedAndCarriesItsProperties(TestInfo test) throws Exception {
        Queue queue = queueOf(test);
        AmqpSender sender = Outcome.of(admin().openSender(queue.getName().toString()));

        Outcome.of(sender.send(Map.of("text", "täxt", "long", 1L << 40, "int", 7, "flag", true), bytes(100)));

        // What was confirmed just now is counted a moment later, once the queue's own thread has taken it in.
        Awaitility.await().until(() -> queue.getMessageCount() == 1);
        var message = queue.peekFirstMessage().getMessage();
        assertEquals("täxt", message.getStringProperty("text"));
        assertEquals(1L << 40, message.getLongProperty("long"));
        assertEquals(7, message.getIntProperty("int"));
        assertTrue(message.getBooleanProperty("flag"));
    }

    @Test
    void aPropertyOfAnotherTypeIsRefused(TestInfo test) throws Exception {
        AmqpSender sender =
                Outcome.of(admin().openSender(queueOf(test).getName().toString()));

        assertThrows(IllegalArgumentException.class, () -> sender.send(Map.of("date", List.of()), bytes(1)));
    }

    @Test
    void openingALinkWithoutThePermissionIsRefused(TestInfo test) throws Exception {
        String queue = queueOf(test).getName().toString();
        AmqpConnection guest = Outcome.of(connections.acquire(broker.addressFor("guest")));

        AmqpException sending = Outcome.failureOf(guest.openSender(queue));
        AmqpException receiving = Outcome.failureOf(guest.openReceiver(queue, 1, delivery -> {}));

        assertEquals(Reason.UNAUTHORIZED, sending.reason());
        assertEquals("amqp:unauthorized-access", sending.condition().orElseThrow());
        assertTrue(sending.getMessage().contains(queue), sending::getMessage);
        assertEquals(Reason.UNAUTHORIZED, receiving.reason());
        assertTrue(guest.isOpen());
    }

    @Test
    void aRejectedMessageFailsWithTheBrokersReason(TestInfo test) throws Exception {
        Queue queue = queueOf(test);
        AmqpSender sender = Outcome.of(admin().openSender(queue.getName().toString()));
        broker.server().registerBrokerPlugin(new RejectingPlugin(queue.getAddress()));

        AmqpException failure = Outcome.failureOf(sender.send(NO_PROPERTIES, bytes(1)));

        assertEquals(Reason.UNAUTHORIZED, failure.reason());
        assertTrue(failure.getMessage().contains("no more of this"), failure::getMessage);
    }

    @Test
    void payloadsArriveInOrderAndTheCreditIsAWindow(TestInfo test) throws Exception {
        String queue = queueOf(test).getName().toString();
        AmqpConnection connection = admin();
        AmqpSender sender = Outcome.of(connection.openSender(queue));
        List<AmqpDelivery> received = new CopyOnWriteArrayList<>();
        Outcome.of(connection.openReceiver(queue, 3, received::add));
        for (int i = 0; i < 8; i++) {
            Outcome.of(sender.send(NO_PROPERTIES, new byte[] {(byte) i}));
        }

        Awaitility.await().until(() -> received.size() == 3);
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> received.size() == 3);
        received.get(0).accept();
        received.get(0).accept();
        received.get(1).accept();
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> received.size() == 5);
        received.subList(2, 5).forEach(AmqpDelivery::accept);
        Awaitility.await().until(() -> received.size() == 8);

        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6, 7),
                received.stream()
                        .map(delivery -> (int) delivery.payload().getByte(0))
                        .toList());
    }

    @Test
    void acceptedMessagesLeaveTheQueueAndOthersStay(TestInfo test) throws Exception {
        Queue queue = queueOf(test);
        String name = queue.getName().toString();
        AmqpConnection connection = admin();
        AmqpSender sender = Outcome.of(connection.openSender(name));
        List<AmqpDelivery> received = new CopyOnWriteArrayList<>();
        AmqpReceiver receiver = Outcome.of(connection.openReceiver(name, 10, received::add));
        for (int i = 0; i < 4; i++) {
            Outcome.of(sender.send(NO_PROPERTIES, bytes(1)));
        }
        Awaitility.await().until(() -> received.size() == 4);

        received.subList(0, 3).forEach(AmqpDelivery::accept);
        Awaitility.await().until(() -> queue.getMessagesAcknowledged() == 3);
        receiver.close();

        Awaitility.await().until(() -> queue.getConsumerCount() == 0 && queue.getDeliveringCount() == 0);
        assertEquals(1, queue.getMessageCount());
        received.get(3).accept();
    }

    @Test
    void aPayloadOfManyFramesArrivesWhole(TestInfo test) throws Exception {
        String queue = queueOf(test).getName().toString();
        AmqpConnection connection = admin();
        byte[] large = bytes(3_000_000);
        CompletableFuture<AmqpDelivery> received = new CompletableFuture<>();
        Outcome.of(connection.openReceiver(queue, 2, received::complete)).onClosed(received::completeExceptionally);

        Outcome.of(Outcome.of(connection.openSender(queue)).send(NO_PROPERTIES, large));

        AmqpDelivery delivery = Outcome.of(received);
        assertEquals(large.length, delivery.size());
        assertArrayEquals(large, ByteBufUtil.getBytes(delivery.payload()));
    }

    @Test
    void aPayloadLargerThanAllowedClosesTheLinkAlone(TestInfo test) throws Exception {
        String queue = queueOf(test).getName().toString();
        AmqpConnection connection = admin();
        CompletableFuture<AmqpException> closed = new CompletableFuture<>();
        Outcome.of(connection.openReceiver(queue, 2, delivery -> {})).onClosed(closed::complete);

        Outcome.of(Outcome.of(connection.openSender(queue)).send(NO_PROPERTIES, bytes(5_000_000)));

        AmqpException cause = Outcome.of(closed);
        assertEquals(Reason.PROTOCOL, cause.reason());
        assertTrue(cause.getMessage().contains("larger than 4000000 bytes"), cause::getMessage);
        assertTrue(connection.isOpen());
    }

    @Test
    void aHandlerThatThrowsClosesTheLinkAlone(TestInfo test) throws Exception {
        String queue = queueOf(test).getName().toString();
        AmqpConnection connection = admin();
        CompletableFuture<AmqpException> closed = new CompletableFuture<>();
        Outcome.of(connection.openReceiver(queue, 2, delivery -> {
                    throw new IllegalStateException("cannot read it");
                }))
                .onClosed(closed::complete);

        Outcome.of(Outcome.of(connection.openSender(queue)).send(NO_PROPERTIES, bytes(1)));

        AmqpException cause = Outcome.of(closed);
        assertTrue(cause.getMessage().endsWith("cannot read it"), cause::getMessage);
        assertTrue(connection.isOpen());
    }

    @Test
    void aLinkTheBrokerClosesSaysWhy(TestInfo test) throws Exception {
        Queue queue = queueOf(test);
        CompletableFuture<AmqpException> closed = new CompletableFuture<>();
        Outcome.of(admin().openReceiver(queue.getName().toString(), 2, delivery -> {}))
                .onClosed(closed::complete);

        queue.deleteQueue(true);

        AmqpException cause = Outcome.of(closed);
        assertTrue(cause.condition().isPresent(), cause::getMessage);
        assertTrue(cause.getMessage().contains(queue.getName().toString()), cause::getMessage);
    }

    @Test
    void sendsBeyondTheBoundAreRefused(TestInfo test) throws Exception {
        AmqpSender sender =
                Outcome.of(admin().openSender(queueOf(test).getName().toString()));
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        CompletableFuture<Void> busy = new CompletableFuture<>();
        sender.loop.execute(busy::join);
        for (int i = 0; i < 10; i++) {
            sends.add(sender.send(NO_PROPERTIES, bytes(1)));
        }

        AmqpException refused = Outcome.failureOf(sender.send(NO_PROPERTIES, bytes(1)));
        busy.complete(null);

        assertEquals(Reason.REFUSED, refused.reason());
        for (CompletableFuture<Void> send : sends) {
            Outcome.of(send);
        }
        Outcome.of(sender.send(NO_PROPERTIES, bytes(1)));
    }

    @Test
    void sendsOnAClosedLinkFail(TestInfo test) throws Exception {
        AmqpSender sender =
                Outcome.of(admin().openSender(queueOf(test).getName().toString()));
        sender.close();

        assertEquals(
                Reason.CLOSED,
                Outcome.failureOf(sender.send(NO_PROPERTIES, bytes(1))).reason());
    }

    @Test
    void manyPayloadsAcceptedByAnotherThreadAllArrive(TestInfo test) throws Exception {
        Queue queue = queueOf(test);
        String name = queue.getName().toString();
        AmqpConnection connection = admin();
        AmqpSender sender = Outcome.of(connection.openSender(name));
        List<AmqpDelivery> received = new CopyOnWriteArrayList<>();
        Outcome.of(connection.openReceiver(name, 5, delivery -> {
            received.add(delivery);
            ForkJoinPool.commonPool().execute(delivery::accept);
        }));

        for (int i = 0; i < 200; i++) {
            Outcome.of(sender.send(NO_PROPERTIES, bytes(10)));
        }

        Awaitility.await().until(() -> received.size() == 200 && queue.getMessagesAcknowledged() == 200);
        assertEquals(0, queue.getMessageCount());
    }

    private AmqpConnection admin() throws Exception {
        return Outcome.of(connections.acquire(broker.addressFor("admin")));
    }

    private static Queue queueOf(TestInfo test) {
        return broker.createQueue(test.getTestMethod().orElseThrow().getName(), RoutingType.ANYCAST);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
