// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.broker.StoredContent;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sessions have taken and roll back, while a replica is caught up or before. */
class RollbacksDuringCatchUpTest {

    private static final int CONSUMERS = 3;
    private static final int BEFORE = 200;
    private static final String LAST = "isLast";
    private static final String NUMBER = "number";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair(each -> each.journalDatasync(true)
            .addressSettings("rolled-back.#", new AddressSettings().setMaxDeliveryAttempts(-1)));

    private final CountDownLatch started = new CountDownLatch(CONSUMERS + 1);
    private volatile boolean stopped;

    @RepeatedTest(10)
    void parityIsClaimedOnlyWhenNoMessageIsOverlookedOrOvertaken(RepetitionInfo repetition) throws Exception {
        String queue = "rolled-back." + repetition.getCurrentRepetition();
        brokers.original().createQueue(queue);
        ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS + 1);
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        try {
            clients.add(CompletableFuture.runAsync(() -> client(session -> send(session, queue)), threads));
            for (int i = 0; i < CONSUMERS; i++) {
                clients.add(CompletableFuture.runAsync(() -> client(session -> rollBack(session, queue)), threads));
            }
            started.await();
            ReplicaQueueMXBean replica = brokers.createReplica(queue);
            await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.LIVE);
            stopped = true;
            CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get();
            client(session -> sendLast(session, queue));

            await().atMost(PATIENCE).until(() -> replicaHasLast(queue) && replica.isInParity());
            StoredContent.assertSame(
                    StoredContent.of(brokers.original(), queue), StoredContent.of(brokers.replica(), queue));
            assertEquals(0, replica.getRepairs());
        } finally {
            stopped = true;
            threads.shutdown();
        }
    }

    @Test
    void whatWaitsForItsRedeliveryIsCopiedAndMadeUpForInItsPlace() throws Exception {
        String queue = "redelivered-later";
        brokers.original()
                .server()
                .getAddressSettingsRepository()
                .addMatch(
                        queue,
                        new AddressSettings()
                                .setRedeliveryDelay(PATIENCE.multipliedBy(10).toMillis()));
        brokers.original().createQueue(queue);

        client(session -> sendNumbered(session, queue, 0, 5));
        client(session -> rollBackOne(session, queue, 0));
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitSameStored(queue);
        client(session -> rollBackOne(session, queue, 2));
        brokers.awaitSameStored(queue);
        replica.stop();
        client(session -> sendNumbered(session, queue, 5, 5));
        client(session -> rollBackOne(session, queue, 5));
        replica.start();
        brokers.awaitSameStored(queue);

        VerifyReport result = replica.verify();
        assertTrue(result.isEqual(), result::getDetail);
        assertEquals(0, replica.getRepairs());
        replica.disconnect();
        List<Integer> numbers = new ArrayList<>();
        for (Message message : Clients.consume(brokers.replica(), queue, 10)) {
            numbers.add(message.getIntProperty(NUMBER));
        }
        assertEquals(IntStream.range(0, 10).boxed().toList(), numbers);
    }

    private static void sendNumbered(Session session, String queue, int first, int count) throws JMSException {
        MessageProducer producer = session.createProducer(session.createQueue(queue));
        for (int number = first; number < first + count; number++) {
            Message message = session.createTextMessage("message " + number);
            message.setIntProperty(NUMBER, number);
            producer.send(message);
        }
        session.commit();
    }

    private static void rollBackOne(Session session, String queue, int number) throws JMSException {
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue), NUMBER + " = " + number);
        assertNotNull(consumer.receive(PATIENCE.toMillis()));
        session.rollback();
    }

    private interface Client {
        void work(Session session) throws JMSException;
    }

    private void client(Client client) {
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            connection.start();
            client.work(session);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(Session session, String queue) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int sent = 0; !stopped; sent++) {
                producer.send(session.createTextMessage("message " + sent));
                if (sent % 5 == 0) {
                    session.commit();
                }
                if (sent == BEFORE) {
                    started.countDown();
                }
            }
            session.commit();
        }
    }

    private static void sendLast(Session session, String queue) throws JMSException {
        Message last = session.createTextMessage("last");
        last.setBooleanProperty(LAST, true);
        session.createProducer(session.createQueue(queue)).send(last);
        session.commit();
    }

    private static boolean replicaHasLast(String queue) throws JMSException {
        try (Connection connection = brokers.replica().core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue), LAST + " = TRUE")) {
            connection.start();
            return browser.getEnumeration().hasMoreElements();
        }
    }

    private void rollBack(Session session, String queue) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            while (!stopped) {
                consumer.receive(100);
                session.rollback();
                started.countDown();
            }
        }
    }
}
