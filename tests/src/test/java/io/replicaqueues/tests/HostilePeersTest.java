// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.amqp.AmqpSender;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.amqp.OriginalConnections;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.RequestChecksum;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.FeedTap;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hostile original, or a hostile replica, is refused with one line, and harms nothing but its own link. */
class HostilePeersTest {

    private static final String QUEUE = "orders";
    private static final int REQUESTS = 400;
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    @TempDir
    private Path folder;

    private final FeedTap tap = new FeedTap();
    private final Random random = new Random(SEED);
    private BrokerPair brokers;
    private ReplicaQueueMXBean replica;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(
                folder,
                original -> original.plugin(() -> tap)
                        .user("another", "another-secret", "others")
                        .permit(
                                "#",
                                new Role(
                                        "others", true, true, false, false, false, false, false, true, false, false,
                                        false, false)),
                each -> {});
        brokers.original().createQueue(QUEUE);
        replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void aMessageThatWouldEndTheJvmEndsTheLinkWithALine() throws Exception {
        String name = "\0\0\0\u000cp\0o\0i\0s\0o\0n\0";
        tap.damageFrames(frame -> !FeedTap.forge(frame, name, "\u00ff\u00ff\u00ff\u00fa" + name.substring(4)));

        try (JMSContext context = brokers.original().core().createContext()) {
            context.createProducer().setProperty("poison", true).send(context.createQueue(QUEUE), "a text");
        }

        await().until(() -> replica.getLastError().contains("cannot be read: a part of -6 bytes"));
        assertEquals(1, replica.getLastError().lines().count());
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(1, replica.getReconnects());
    }

    @Test
    void absurdRequestsAreRefusedWithALineAndLeaveNothingBehind() throws Exception {
        List<String> before = feeds();
        try (OriginalConnections connections = new OriginalConnections()) {
            AmqpSender control = connections
                    .acquire(OriginalAddress.parse(brokers.original().address()))
                    .get()
                    .openSender(Protocol.CONTROL_ADDRESS)
                    .get();
            int refused = 0;
            for (int i = 0; i < REQUESTS; i++) {
                refused += isRefused(control, absurdRequest(i), body()) ? 1 : 0;
            }
            assertTrue(refused > REQUESTS / 2, refused + " refused, fuzz.seed=" + SEED);
        }
        await().until(() -> feeds().equals(before));
        goesOn();
    }

    @Test
    void anotherUserWhoNamesTheSameReplicaDoesNotEndItsFeed() throws Exception {
        try (OriginalConnections connections = new OriginalConnections()) {
            AmqpSender control = connections
                    .acquire(OriginalAddress.parse("amqp://another:another-secret@"
                            + brokers.original().hostAndPort()))
                    .get()
                    .openSender(Protocol.CONTROL_ADDRESS)
                    .get();
            Map<String, Object> request = Map.of(
                    Protocol.REQUEST,
                    Protocol.OPEN,
                    Protocol.FEED,
                    "of-another-user",
                    Protocol.VERSION_KEY,
                    Protocol.VERSION,
                    Protocol.QUEUE,
                    QUEUE,
                    Protocol.REPLICA_NODE,
                    brokers.replica().server().getNodeID().toString(),
                    Protocol.REPLICA_QUEUE,
                    QUEUE,
                    Protocol.ACKNOWLEDGEMENT,
                    Protocol.ASYNC);
            assertFalse(isRefused(control, request, new byte[0]));
            assertEquals(2, feeds().size());
            goesOn();
        }
    }

    @Test
    void aMarkThatComesAfterTheEndOfItsFeedIsNoError() throws Exception {
        try (OriginalConnections connections = new OriginalConnections()) {
            AmqpSender control = connections
                    .acquire(OriginalAddress.parse(brokers.original().address()))
                    .get()
                    .openSender(Protocol.CONTROL_ADDRESS)
                    .get();
            Map<String, Object> late = Map.of(Protocol.REQUEST, Protocol.MARK, Protocol.FEED, "has-ended");
            assertFalse(isRefused(control, late, new byte[0]));
            Map<String, Object> unknown =
                    Map.of(Protocol.REQUEST, Protocol.VERIFY, Protocol.FEED, "has-ended", Protocol.TOKEN, 1L);
            assertTrue(isRefused(control, unknown, new byte[0]));
        }
    }

    @Test
    void requestsThatNoReplicaSendsAreRefused() throws Exception {
        try (Connection connection = brokers.original().amqp().createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createTopic(Protocol.CONTROL_ADDRESS))) {
            BytesMessage huge = session.createBytesMessage();
            huge.writeBytes(new byte[5_000_000]);
            huge.setStringProperty(Protocol.REQUEST, Protocol.HOLD);
            for (jakarta.jms.Message message : List.of(
                    huge,
                    session.createTextMessage("a text"),
                    session.createMapMessage(),
                    session.createObjectMessage("an object"),
                    session.createMessage())) {
                String line = refusalOf(() -> producer.send(message, DeliveryMode.PERSISTENT, 4, 0));
                assertTrue(line.contains("not a request for a replica feed"), line);
            }
        }
        try (JMSContext core = brokers.original().core().createContext()) {
            String line =
                    refusalOf(() -> core.createProducer().send(core.createTopic(Protocol.CONTROL_ADDRESS), "a text"));
            assertTrue(line.contains("not a request for a replica feed"), line);
        }
        goesOn();
    }

    private interface Send {
        void run() throws JMSException;
    }

    private static String refusalOf(Send send) {
        try {
            send.run();
        } catch (JMSException | RuntimeException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            return e.getMessage();
        }
        throw new AssertionError("it was not refused");
    }

    private void goesOn() throws JMSException {
        try (JMSContext context = brokers.original().core().createContext()) {
            context.createProducer().send(context.createQueue(QUEUE), "a text");
        }
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertEquals(0, replica.getReconnects());
    }

    private List<String> feeds() {
        List<String> feeds = new ArrayList<>(Arrays.asList(
                brokers.original().server().getActiveMQServerControl().getQueueNames()));
        feeds.removeIf(name -> !name.startsWith(Protocol.FEED_PREFIX));
        return feeds;
    }

    private static boolean isRefused(AmqpSender control, Map<String, Object> request, byte[] body) throws Exception {
        Map<String, Object> all = new HashMap<>(request);
        all.put(Protocol.CHECKSUM, RequestChecksum.of(request, body));
        try {
            control.send(all, body).orTimeout(20, TimeUnit.SECONDS).join();
            return false;
        } catch (CompletionException e) {
            String line = e.getCause().getMessage();
            assertEquals(1, line.lines().count(), () -> line + ", fuzz.seed=" + SEED);
            return true;
        }
    }

    private Map<String, Object> absurdRequest(int number) {
        Map<String, Object> request = new HashMap<>();
        request.put(Protocol.REQUEST, any(Protocol.OPEN, Protocol.HOLD, Protocol.FOLLOW, Protocol.VERIFY, "drop"));
        request.put(
                Protocol.FEED, any("feed-" + number, "feed-" + (number - 1), feeds().get(0), "#", "x".repeat(9_000)));
        request.put(Protocol.VERSION_KEY, any(Protocol.VERSION, Protocol.VERSION, Protocol.VERSION, -1, "two"));
        request.put(Protocol.QUEUE, any(QUEUE, QUEUE, "", "a\nb", feeds().get(0)));
        request.put(Protocol.REPLICA_NODE, any("a node", "a node", "n".repeat(30_000), "", 7L));
        request.put(Protocol.REPLICA_QUEUE, any("r" + number, "line\r\nbreak", "\0", "", true));
        request.put(Protocol.ACKNOWLEDGEMENT, any(Protocol.ASYNC, Protocol.ASYNC, Protocol.SYNC, "never", 1));
        request.put(Protocol.HELD, any(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, "none"));
        request.put(Protocol.TOKEN, any(0L, -1L, Long.MAX_VALUE, 1, "token"));
        request.keySet().removeIf(key -> random.nextInt(20) == 0);
        return request;
    }

    private Object any(Object... values) {
        return values[random.nextInt(values.length)];
    }

    private byte[] body() {
        byte[] body = new byte[random.nextInt(4) == 0 ? random.nextInt(Protocol.MAX_REQUEST_BODY) : 0];
        random.nextBytes(body);
        return body;
    }
}
