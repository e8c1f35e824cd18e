// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.BrokerProcessBuilder;
import io.replicaqueues.tests.broker.ProcessPair;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Queues far deeper than what their brokers may keep in memory. Prints how long each step took and what of the heaps is
 * in use after a collection.
 */
class DeepQueueIT {

    private static final String QUEUE = "orders";
    private static final int PER_TRANSACTION = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @TempDir
    private Path folder;

    private ProcessPair brokers;

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    /** Which of the two brokers may keep one megabyte of the queue in memory only. */
    enum Limited {
        ORIGINAL,
        REPLICA,
        BOTH
    }

    @Test
    void aHundredThousandMessagesInPagesAreFollowedWithinASmallHeap() throws Exception {
        start(DeepQueueIT::smallHeapAndLimit, DeepQueueIT::smallHeapAndLimit);
        follow(100_000, Limited.BOTH);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("soak")
    void aMillionMessagesAreFollowedWhoeverPages(Limited limited) throws Exception {
        start(
                limited == Limited.REPLICA ? DeepQueueIT::roomy : DeepQueueIT::limit,
                limited == Limited.ORIGINAL ? DeepQueueIT::roomy : DeepQueueIT::limit);
        follow(1_000_000, limited);
    }

    /** As a broker is set up by default: it pages when its queues take half of the heap. */
    @Test
    @Tag("soak")
    void twoMillionMessagesAreFollowedWithinOneGigabyteOfHeap() throws Exception {
        start(broker -> broker.memory("1G"), broker -> broker.memory("1G"));
        follow(2_000_000, Limited.BOTH);
    }

    private void start(Consumer<BrokerProcessBuilder> original, Consumer<BrokerProcessBuilder> replica)
            throws Exception {
        brokers = ProcessPair.of(started("node1", original), started("node2", replica));
    }

    private BrokerProcess started(String name, Consumer<BrokerProcessBuilder> setUp) throws Exception {
        BrokerProcessBuilder builder = BrokerProcess.named(name, folder);
        setUp.accept(builder);
        return builder.start();
    }

    private static void roomy(BrokerProcessBuilder broker) {
        broker.memory("4G")
                .brokerXml(xml -> xml.replaceFirst("<global-max-size>.*</global-max-size>", "")
                        .replaceFirst("<address-settings>", "<global-max-size>3G</global-max-size><address-settings>"));
    }

    private static void smallHeapAndLimit(BrokerProcessBuilder broker) {
        limit(broker);
        broker.environment("JAVA_ARGS_APPEND", "-Xms64M -Xmx192M -XX:TieredStopAtLevel=1");
    }

    private static void limit(BrokerProcessBuilder broker) {
        broker.memory("1G")
                .brokerXml(xml -> xml.replaceFirst(
                        "<address-settings>",
                        "<address-settings><address-setting match=\"" + QUEUE + "\"><max-size-bytes>1M</max-size-bytes>"
                                + "<page-size-bytes>1M</page-size-bytes></address-setting>"));
    }

    /** Through a first copy, live, a reconnection and a comparison, to the end: all is consumed from the replica. */
    private void follow(int messages, Limited limited) throws Exception {
        int some = messages / 10;
        timed("sending", messages, () -> send(0, messages));
        brokers.createReplica(QUEUE);
        timed("first copy", messages, this::awaitParity);
        assertEquals(limited != Limited.REPLICA, isPaging(brokers.original()));
        assertEquals(limited != Limited.ORIGINAL, isPaging(brokers.replica()));
        timed("live", 2 * some, () -> {
            consume(brokers.original(), 0, some);
            send(messages, some);
            awaitParity();
        });
        brokers.exec(QUEUE, "stop");
        consume(brokers.original(), some, some);
        send(messages + some, some);
        timed("reconnection", 2 * some, () -> {
            brokers.exec(QUEUE, "start");
            awaitParity();
        });
        timed("verify", messages, () -> assertEquals(true, ((Map<?, ?>) brokers.exec(QUEUE, "verify")).get("equal")));
        System.out.printf(
                "deep queue: heaps %d MiB and %d MiB after a collection%n",
                brokers.original().heapInUse() >> 20, brokers.replica().heapInUse() >> 20);
        assertEquals(0L, ((Number) brokers.attribute(QUEUE, "Repairs")).longValue());
        assertEquals(true, ((Map<?, ?>) brokers.exec(QUEUE, "disconnect")).get("inParity"));
        timed("consuming", messages, () -> consume(brokers.replica(), 2 * some, messages));
        assertEquals(0, brokers.replica().depth(QUEUE));
        assertNoMemoryWasShort(brokers.original());
        assertNoMemoryWasShort(brokers.replica());
    }

    private void awaitParity() {
        brokers.awaitParity(QUEUE, PATIENCE);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void timed(String what, int messages, Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "deep queue: %s of %,d messages in %.1f s, %,.0f a second%n",
                what, messages, seconds, messages / seconds);
    }

    private void send(int first, int count) throws Exception {
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            for (int number = first; number < first + count; number++) {
                producer.send(session.createTextMessage(text(number)));
                if ((number + 1) % PER_TRANSACTION == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    /** Takes messages, and expects each in its place. */
    private static void consume(Broker broker, int first, int count) throws Exception {
        try (Connection connection = broker.core().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            for (int number = first; number < first + count; number++) {
                Message message = consumer.receive(60_000);
                assertEquals(text(number), message == null ? null : ((TextMessage) message).getText());
                if ((number + 1) % PER_TRANSACTION == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    private static boolean isPaging(BrokerProcess broker) throws Exception {
        String address =
                ObjectNames.DOMAIN + ":broker=\"" + broker.name() + "\",component=addresses,address=\"" + QUEUE + "\"";
        return (Boolean) broker.jolokia().read(address, "Paging");
    }

    private static String text(int number) {
        return "message " + number;
    }

    private static void assertNoMemoryWasShort(BrokerProcess broker) throws Exception {
        Path console = broker.instance().resolve("log").resolve("console.log");
        assertFalse((Files.readString(console) + broker.log()).contains("OutOfMemory"), broker.name());
    }
}
