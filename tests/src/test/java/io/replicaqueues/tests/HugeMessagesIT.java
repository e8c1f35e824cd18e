// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.fault.TcpProxy;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages of a hundred megabytes between brokers that have less than that of heap to spare, and what happens to them
 * half-way. Their bodies are compared by the files in which the brokers keep them, of which none may be left over.
 */
class HugeMessagesIT {

    private static final String JVM_OPTIONS = "JAVA_ARGS_APPEND";
    private static final String QUEUE = "orders";
    private static final String QUEUE_OF_THE_ORIGINAL =
            "<address name='orders'><anycast><queue name='orders'/></anycast></address>";
    private static final int SIZE = 100 * 1024 * 1024;
    /** A little less than half of this is in use when a broker has started: {@link #SIZE} more has no place in it. */
    private static final String NARROW = heap("128M");
    /**
     * Has that place once, for the body that the broker itself reads as a whole when the last byte of an AMQP message
     * has arrived from a client ({@code AMQPLargeMessageReader.addBytes} asks for its delivery annotations).
     */
    private static final String WITH_ROOM_FOR_ONE = heap("256M");

    private static final long BYTES_PER_SECOND = 40_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static ProcessPair brokers;
    private static byte[] body;
    private static String heapOfTheOriginal = WITH_ROOM_FOR_ONE;

    private TcpProxy network;

    /** Which client library sends. */
    enum Sender {
        CORE,
        AMQP
    }

    @BeforeAll
    static void startBrokers() throws Exception {
        brokers = ProcessPair.of(
                BrokerProcess.named("node1", folder)
                        .environment(JVM_OPTIONS, heapOfTheOriginal)
                        .brokerXml(xml -> xml.replace("<addresses>", "<addresses>" + QUEUE_OF_THE_ORIGINAL))
                        .start(),
                BrokerProcess.named("node2", folder)
                        .environment(JVM_OPTIONS, NARROW)
                        .start());
        body = new byte[SIZE];
        new Random(5).nextBytes(body);
    }

    @BeforeEach
    void openNetwork() throws Exception {
        network = TcpProxy.to(brokers.original().port());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        brokers.exec(QUEUE, "disconnect");
        network.close();
        removeAllOnTheOriginal();
        brokers.replica()
                .jolokia()
                .exec(
                        ObjectNames.DOMAIN + ":broker=\"" + brokers.replica().name() + "\"",
                        "destroyQueue(java.lang.String)",
                        QUEUE);
        awaitSameBodies(0);
        assertNoMemoryWasShort(brokers.original());
        assertNoMemoryWasShort(brokers.replica());
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        body = null;
        brokers.close();
    }

    @Test
    void aHundredMegabytesAreFollowedByCatchUpAndLiveWithoutTheHeapForThem() throws Exception {
        giveTheOriginal(WITH_ROOM_FOR_ONE);
        send(Sender.AMQP);
        giveTheOriginal(NARROW);
        send(Sender.CORE);
        follow();
        awaitParity();

        send(Sender.CORE);
        awaitParity();

        awaitSameBodies(3);
        assertEquals(true, ((Map<?, ?>) brokers.exec(QUEUE, "verify")).get("equal"));
        assertEquals(0L, ((Number) brokers.attribute(QUEUE, "Repairs")).longValue());
    }

    @Test
    void aLinkThatIsCutHalfWayLeavesNothingBehind() throws Exception {
        cutHalfWay(Sender.AMQP);
    }

    @Test
    @Tag("soak")
    void aLinkThatIsCutHalfWayThroughACoreMessageLeavesNothingBehind() throws Exception {
        cutHalfWay(Sender.CORE);
    }

    private void cutHalfWay(Sender sender) throws Exception {
        followHalfOfOneMessage(sender);

        network.reset();

        network.heal();
        awaitParity();
        awaitSameBodies(1);
    }

    @Test
    void aReplicaBrokerThatIsKilledHalfWayLeavesNothingBehind() throws Exception {
        killTheReplicaBrokerHalfWay(Sender.CORE);
    }

    @Test
    @Tag("soak")
    void aReplicaBrokerThatIsKilledHalfWayThroughAnAmqpMessageLeavesNothingBehind() throws Exception {
        killTheReplicaBrokerHalfWay(Sender.AMQP);
    }

    private void killTheReplicaBrokerHalfWay(Sender sender) throws Exception {
        followHalfOfOneMessage(sender);

        brokers.replica().kill();

        network.heal();
        brokers.replica().start();
        awaitParity();
        awaitSameBodies(1);
    }

    @Test
    @Tag("soak")
    void anOriginalBrokerThatIsKilledHalfWayLeavesNothingBehind() throws Exception {
        killTheOriginalBrokerHalfWay(Sender.AMQP);
    }

    @Test
    @Tag("soak")
    void anOriginalBrokerThatIsKilledHalfWayThroughACoreMessageLeavesNothingBehind() throws Exception {
        killTheOriginalBrokerHalfWay(Sender.CORE);
    }

    private void killTheOriginalBrokerHalfWay(Sender sender) throws Exception {
        followHalfOfOneMessage(sender);

        brokers.original().kill();

        network.heal();
        brokers.original().start();
        awaitParity();
        awaitSameBodies(1);
    }

    @Test
    void aMessageThatIsRemovedOnTheOriginalHalfWayLeavesNothingBehind() throws Exception {
        removeHalfWay(Sender.CORE);
    }

    @Test
    @Tag("soak")
    void anAmqpMessageThatIsRemovedOnTheOriginalHalfWayLeavesNothingBehind() throws Exception {
        removeHalfWay(Sender.AMQP);
    }

    private void removeHalfWay(Sender sender) throws Exception {
        followHalfOfOneMessage(sender);

        removeAllOnTheOriginal();

        awaitParity();
        awaitSameBodies(0);
        assertEquals(0, brokers.replica().depth(QUEUE));
    }

    private static String heap(String most) {
        return "-Xms64M -Xmx" + most + " -XX:TieredStopAtLevel=1";
    }

    /** Starts the original broker anew if it has another heap. */
    private static void giveTheOriginal(String heap) throws Exception {
        if (!heap.equals(heapOfTheOriginal)) {
            brokers.original().stop();
            brokers.original().environment(JVM_OPTIONS, heap);
            brokers.original().start();
            heapOfTheOriginal = heap;
        }
    }

    private void follow() throws Exception {
        brokers.createReplica(network.addressOf(brokers.original()), QUEUE);
    }

    /** Returns when a part of the message's body is in a file of the replica broker. */
    private void followHalfOfOneMessage(Sender sender) throws Exception {
        giveTheOriginal(sender == Sender.AMQP ? WITH_ROOM_FOR_ONE : NARROW);
        follow();
        awaitParity();
        network.throttle(BYTES_PER_SECOND);
        send(sender);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> bytesOfBodies() > SIZE / 4);
        assertTrue(bytesOfBodies() < SIZE, "the whole body is there already");
    }

    private static void awaitParity() {
        brokers.awaitParity(QUEUE);
    }

    private static void send(Sender sender) throws JMSException {
        ConnectionFactory clients = switch (sender) {
            case CORE -> brokers.original().core();
            case AMQP -> brokers.original().amqp();
        };
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            BytesMessage message = session.createBytesMessage();
            if (sender == Sender.CORE) {
                message.setObjectProperty("JMS_AMQ_InputStream", new ByteArrayInputStream(body));
            } else {
                message.writeBytes(body);
            }
            producer.send(message);
        }
    }

    private static void removeAllOnTheOriginal() throws Exception {
        String queue = ObjectNames.DOMAIN + ":broker=\"" + brokers.original().name()
                + "\",component=addresses,address=\"" + QUEUE
                + "\",subcomponent=queues,routing-type=\"anycast\",queue=\"" + QUEUE + "\"";
        brokers.original().jolokia().exec(queue, "removeAllMessages()");
    }

    /** Waits until both brokers keep so many bodies, the same ones. */
    private static void awaitSameBodies(int count) throws IOException {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertEquals(count, bodies(brokers.original()).size(), "bodies on the original broker");
            assertEquals(count, bodies(brokers.replica()).size(), "bodies on the replica broker");
        });
        assertEquals(digests(brokers.original()), digests(brokers.replica()));
    }

    private static long bytesOfBodies() throws IOException {
        return bodies(brokers.replica()).stream()
                .mapToLong(HugeMessagesIT::size)
                .sum();
    }

    /** Size of a file, 0 if the broker has just removed it. */
    private static long size(Path file) {
        return file.toFile().length();
    }

    /** The files with the bodies of large messages. */
    private static List<Path> bodies(BrokerProcess broker) throws IOException {
        try (Stream<Path> files = Files.list(broker.instance().resolve("data").resolve("large-messages"))) {
            return files.toList();
        }
    }

    private static List<String> digests(BrokerProcess broker) throws IOException {
        return bodies(broker).stream().map(HugeMessagesIT::digest).sorted().toList();
    }

    private static String digest(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError("Body " + file + " cannot be read", e);
        }
    }

    private static void assertNoMemoryWasShort(BrokerProcess broker) throws IOException {
        Path console = broker.instance().resolve("log").resolve("console.log");
        assertFalse((Files.readString(console) + broker.log()).contains("OutOfMemory"), broker.name());
    }
}
