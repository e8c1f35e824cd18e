// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of messages in {@code docs/operations.md}, measured. */
class SizingTest {

    private static final String QUEUE = "orders";
    private static final int MESSAGES = 10_000;
    private static final int PER_TRANSACTION = 100;
    private static final int BODY = 1_024;
    private static final long PATIENCE = 30_000;

    @TempDir
    private static Path folder;

    private static BrokerPair brokers;
    private static Document sizing;

    @BeforeAll
    static void startBrokers() throws Exception {
        sizing = Document.read("docs/operations.md").section("Sizing");
        brokers = BrokerPair.start(folder);
        brokers.original().createQueue(QUEUE);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void messagesTakeAsManyBytesAsTheDocumentSays() throws Exception {
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);

        long empty = replica.getBytesReceived();
        send();
        brokers.awaitParity(QUEUE);
        long full = replica.getBytesReceived();
        long mark = stored(brokers.replica()) - stored(brokers.original());
        consume();
        brokers.awaitParity(QUEUE);
        long emptied = replica.getBytesReceived();

        assertTold(sizing, "a message sent", (full - empty) / (double) MESSAGES);
        assertTold(sizing, "a message consumed", (emptied - full) / (double) MESSAGES);
        assertTold(sizing.after("**Journal**"), "a message stored", (double) mark);
    }

    @Test
    void aReplicaAtRestTakesAsManyBytesAsTheDocumentSays() throws Exception {
        brokers.original().createQueue("quiet");
        ReplicaQueueMXBean replica = brokers.createReplica("quiet", "quiet", "");
        brokers.awaitParity("quiet");

        long before = await().until(replica::getBytesReceived, bytes -> bytes > 0);
        long atRest = await().atMost(Duration.ofSeconds(10)).until(replica::getBytesReceived, bytes -> bytes > before);

        long frame = figure(cell(sizing, "a replica at rest"));
        assertEquals(0, (atRest - before) % frame, () -> (atRest - before) + " bytes");
    }

    private static void assertTold(Document told, String what, double measured) {
        String cell = cell(told, what);
        double figure = (double) figure(cell);
        if (cell.startsWith("at most")) {
            assertTrue(measured <= figure, what + ": " + measured);
        } else {
            assertEquals(figure, measured, figure * 0.05, what);
        }
    }

    private static String cell(Document told, String what) {
        return told.table("what").stream()
                .filter(row -> row.get(0).startsWith(what))
                .findFirst()
                .orElseThrow()
                .get(1);
    }

    private static long figure(String cell) {
        return Long.parseLong(cell.replace(",", "").replaceAll("\\D*(\\d+).*", "$1"));
    }

    /** Bytes in the journal of the first message in the queue. */
    private static long stored(EmbeddedBroker broker) throws Exception {
        CompletableFuture<Long> size = new CompletableFuture<>();
        Queue queue = broker.server().locateQueue(SimpleString.of(QUEUE));
        queue.flushOnIntermediate(() -> {
            try (LinkedListIterator<MessageReference> messages = queue.iterator()) {
                // It finds the next one only when it is asked whether there is one.
                assertTrue(messages.hasNext());
                Message first = messages.next().getMessage();
                size.complete((long) first.getPersister().getEncodeSize(first));
            }
        });
        return size.get(PATIENCE, TimeUnit.MILLISECONDS);
    }

    private static void send() throws Exception {
        try (JMSContext context =
                brokers.original().core().createContext(Broker.USER, Broker.PASSWORD, JMSContext.SESSION_TRANSACTED)) {
            JMSProducer producer = context.createProducer();
            for (int number = 1; number <= MESSAGES; number++) {
                BytesMessage message = context.createBytesMessage();
                message.writeBytes(new byte[BODY]);
                producer.send(context.createQueue(QUEUE), message);
                if (number % PER_TRANSACTION == 0) {
                    context.commit();
                }
            }
        }
    }

    private static void consume() {
        try (JMSContext context = brokers.original()
                        .core()
                        .createContext(Broker.USER, Broker.PASSWORD, JMSContext.SESSION_TRANSACTED);
                JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE))) {
            for (int number = 1; number <= MESSAGES; number++) {
                assertNotNull(consumer.receive(PATIENCE));
                if (number % PER_TRANSACTION == 0) {
                    context.commit();
                }
            }
        }
    }
}
