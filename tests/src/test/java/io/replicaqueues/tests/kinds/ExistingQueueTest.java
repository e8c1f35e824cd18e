// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.broker.HeldUpQueue;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code replicate()} onto a queue that has settings of its own, or messages. */
class ExistingQueueTest {

    private static final String DECLARED = "declared";

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair(broker ->
            broker.configure(configuration -> configuration.addQueueConfiguration(QueueConfiguration.of(DECLARED)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setRingSize(3L)
                    .setFilterString("colour <> 'none' OR colour IS NULL"))));

    @Test
    void itsOwnSettingsDoNotActAndThoseOfTheOriginalReplaceThem() throws Exception {
        brokers.original().createQueue("own");
        MessageKind.CORE_DURABLE.send(brokers.original(), "own", 0, 10);
        OriginalQueues.create(
                brokers.replica(),
                "own",
                queue -> queue.setRingSize(3L)
                        .setMaxConsumers(1)
                        .setFilterString("colour = 'none'")
                        .setPurgeOnNoConsumers(true)
                        .setNonDestructive(true)
                        .setEnabled(false)
                        .setExclusive(true));

        brokers.replication().replicate(brokers.original().address(), "own");
        brokers.awaitSameStored("own");
        Removals.remove(brokers.original(), "own", 4);
        MessageKind.CORE_DURABLE.send(brokers.original(), "own", 10, 5);
        brokers.awaitSameStored("own");
        ReplicaQueueMXBean replica = brokers.replicaOf("own");
        assertEquals(0, replica.getRepairs());
        replica.disconnect();

        Queue queue = brokers.replica().server().locateQueue("own");
        assertEquals(-1, queue.getRingSize());
        assertEquals(-1, queue.getMaxConsumers());
        assertNull(queue.getFilter());
        assertEquals(false, queue.isPurgeOnNoConsumers());
        assertEquals(false, queue.isNonDestructive());
        assertEquals(true, queue.isEnabled());
        assertEquals(false, queue.isExclusive());
        assertEquals(11, Clients.consume(brokers.replica(), "own", 11).size());
    }

    @Test
    void itsOwnSettingsDoNotActAfterARestart() throws Exception {
        brokers.original().createQueue("restarted");
        MessageKind.CORE_DURABLE.send(brokers.original(), "restarted", 0, 10);
        OriginalQueues.create(
                brokers.replica(), "restarted", queue -> queue.setRingSize(3L).setFilterString("colour = 'none'"));
        brokers.replication().replicate(brokers.original().address(), "restarted");
        brokers.awaitSameStored("restarted");

        brokers.replica().restart();

        brokers.awaitSameStored("restarted");
        assertEquals(0, brokers.replicaOf("restarted").getRepairs());
    }

    @Test
    void whatTheBrokerConfigurationDeclaresDoesNotActAfterARestart() throws Exception {
        MessageKind.CORE_DURABLE.send(brokers.original(), DECLARED, 0, 3);
        brokers.replication().replicate(brokers.original().address(), DECLARED);
        brokers.awaitSameStored(DECLARED);
        brokers.replica().restart();
        try (HoldingConsumer consumer = HoldingConsumer.of(brokers.original(), DECLARED, 3)) {

            MessageKind.CORE_DURABLE.send(brokers.original(), DECLARED, 3, 5);

            brokers.awaitSameStored(DECLARED);
            assertEquals(6, brokers.replica().depth(DECLARED));
        }
        brokers.awaitSameStored(DECLARED);
        ReplicaQueueMXBean replica = brokers.replicaOf(DECLARED);
        assertEquals(0, replica.getRepairs());

        replica.disconnect();
        assertEquals(3, brokers.replica().server().locateQueue(DECLARED).getRingSize());
    }

    @Test
    void whatAnAdministratorChangesMeanwhileDoesNotAct() throws Exception {
        brokers.original().createQueue("changed");
        MessageKind.CORE_DURABLE.send(brokers.original(), "changed", 0, 10);
        ReplicaQueueMXBean replica = brokers.createReplica("changed");
        brokers.awaitSameStored("changed");

        brokers.replica()
                .server()
                .updateQueue(QueueConfiguration.of("changed").setRingSize(3L).setNonDestructive(true));
        MessageKind.CORE_DURABLE.send(brokers.original(), "changed", 10, 5);
        brokers.awaitSameStored("changed");

        assertEquals(15, brokers.replica().depth("changed"));
        assertEquals(0, replica.getRepairs());
    }

    @Test
    void nothingIsLeftOfWhatAConsumerHadBroughtOutOfPagesThatAnotherQueueKeeps() throws Exception {
        String topic = "paged";
        AddressSettings paging = new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(10_000)
                .setPageSizeBytes(10_000)
                .setMaxReadPageMessages(50)
                .setPrefetchPageMessages(50);
        brokers.replica().server().getAddressSettingsRepository().addMatch(topic, paging);
        for (String queue : List.of("read", "never-read")) {
            brokers.original()
                    .server()
                    .createQueue(QueueConfiguration.of(queue)
                            .setAddress(topic)
                            .setRoutingType(RoutingType.MULTICAST)
                            .setAutoDelete(false));
            brokers.createReplica(queue);
        }
        publish(topic, 300);
        brokers.awaitParity("read");
        brokers.awaitParity("never-read");
        brokers.replicaOf("read").disconnect();
        Clients.take(brokers.replica(), "read", 40);

        brokers.replication().replicate(brokers.original().address(), "read");
        brokers.awaitParity("read");
        // Some of those that were in memory, before anything is looked for that was not.
        takeBetween(topic, 45, 55);
        brokers.awaitParity("read");
        Clients.take(brokers.original(), "read", 289);

        brokers.awaitSameStored("read");
        assertEquals(0, brokers.replica().depth("read"));
        ReplicaQueueMXBean replica = brokers.replicaOf("read");
        VerifyReport report = replica.verify();
        assertTrue(report.isEqual(), report::getDetail);
        assertEquals(0, replica.getRepairs());
    }

    private static void publish(String topic, int count) throws JMSException {
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createTopic(topic))) {
            for (int number = 0; number < count; number++) {
                Message message = session.createTextMessage("message " + number);
                message.setIntProperty("number", number);
                producer.send(message);
            }
        }
    }

    private static void takeBetween(String topic, int first, int last) throws JMSException {
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(
                        session.createQueue(topic + "::read"), "number BETWEEN " + first + " AND " + last)) {
            connection.start();
            for (int number = first; number <= last; number++) {
                assertEquals(number, consumer.receive(20_000).getIntProperty("number"));
            }
        }
    }

    @Test
    void aQueueThatCannotBecomeLikeTheOriginalIsRefused() throws Exception {
        refused(
                "a",
                queue -> queue,
                queue -> queue.setLastValue(true),
                "is a last-value queue and its original is not");
        refused("b", queue -> queue.setLastValue(true), queue -> queue, "is no last-value queue, as its original is");
        refused(
                "c",
                queue -> queue.setLastValueKey("one"),
                queue -> queue.setLastValueKey("two"),
                "tells values apart by property two, its original by property one");
        refused(
                "d",
                queue -> queue,
                queue -> queue.setRoutingType(RoutingType.MULTICAST),
                "is MULTICAST and its original ANYCAST");
        refused("e", queue -> queue, queue -> queue.setDurable(false), "is not durable, as its original is");
        refused("f", queue -> queue.setDurable(false), queue -> queue, "is durable and its original is not");
        refused("g", queue -> queue, queue -> queue.setAutoDelete(true), "(auto-delete)");
    }

    private static void refused(
            String name,
            UnaryOperator<QueueConfiguration> original,
            UnaryOperator<QueueConfiguration> replica,
            String reason)
            throws Exception {
        OriginalQueues.create(brokers.original(), name, original);
        OriginalQueues.create(brokers.replica(), name, replica);
        String refusal = assertThrows(
                        IllegalStateException.class,
                        () -> brokers.replication().replicate(brokers.original().address(), name))
                .getMessage();
        assertTrue(refusal.contains(reason), refusal);
        assertEquals(1, refusal.lines().count());
    }

    @Test
    void nobodySendsToAQueueWhileItIsMadeAReplica() throws Exception {
        brokers.original().createQueue("adopted");
        MessageKind.CORE_DURABLE.send(brokers.original(), "adopted", 0, 3);
        brokers.replica().createQueue("adopted");
        try (HeldUpQueue heldUp = HeldUpQueue.of(brokers.replica().server().locateQueue("adopted"))) {

            FutureTask<Void> made = new FutureTask<>(
                    () -> brokers.replication().replicate(brokers.original().address(), "adopted"), null);
            Thread maker = new Thread(made, "replicate");
            maker.start();
            // Nothing that could be asked tells when it looks through the queue.
            await().until(() -> Stream.of(maker.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("requireOwnMessages")));
            Exception refusal = assertThrows(
                    Exception.class, () -> MessageKind.CORE_DURABLE.send(brokers.replica(), "adopted", 3, 1));

            assertTrue(refusal.getMessage().contains("is just being made a replica"), refusal.getMessage());
            heldUp.release();
            made.get(30, TimeUnit.SECONDS);
            brokers.awaitSameStored("adopted");
        }
    }

    @Test
    void settingsThatTheOriginalIsGivenWhileItIsMadeAReplicaActInTheEnd() throws Exception {
        brokers.original().createQueue("resized");
        brokers.replica().createQueue("resized");
        Set<String> earlier = feeds();
        try (HeldUpQueue heldUp = HeldUpQueue.of(brokers.replica().server().locateQueue("resized"))) {
            FutureTask<Void> made = new FutureTask<>(
                    () -> brokers.replication().replicate(brokers.original().address(), "resized"), null);
            Thread maker = new Thread(made, "replicate");
            maker.start();
            await().until(() -> Stream.of(maker.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("requireOwnMessages")));

            brokers.original()
                    .server()
                    .updateQueue(QueueConfiguration.of("resized").setRingSize(1_000L));
            // The first welcome, and the one that tells of the change.
            await().until(() -> framesTaken(earlier) == 2);
            heldUp.release();
            made.get(30, TimeUnit.SECONDS);
        }
        brokers.awaitParity("resized");
        brokers.replicaOf("resized").disconnect();

        assertEquals(1_000, brokers.replica().server().locateQueue("resized").getRingSize());
    }

    private static Set<String> feeds() {
        return Stream.of(brokers.original().server().getActiveMQServerControl().getQueueNames())
                .filter(name -> name.startsWith(Protocol.FEED_PREFIX))
                .collect(Collectors.toSet());
    }

    private static long framesTaken(Set<String> besides) {
        return feeds().stream()
                .filter(name -> !besides.contains(name))
                .mapToLong(name -> brokers.original().server().locateQueue(name).getMessagesAcknowledged())
                .sum();
    }

    @Test
    void anotherOriginalIsAcceptedOnlyIfTheQueueCanBecomeLikeIt() throws Exception {
        brokers.original().createQueue("replaced");
        MessageKind.CORE_DURABLE.send(brokers.original(), "replaced", 0, 3);
        ReplicaQueueMXBean replica = brokers.createReplica("replaced");
        brokers.awaitParity("replaced");
        brokers.original().server().destroyQueue(SimpleString.of("replaced"));
        await().until(() -> replica.getState() == ReplicaState.FAILED);
        OriginalQueues.create(brokers.original(), "replaced", queue -> queue.setLastValue(true));

        replica.start();

        await().until(() -> replica.getState() == ReplicaState.FAILED
                && replica.getLastError().contains("is no last-value queue, as its original is"));
        assertEquals(3, brokers.replica().depth("replaced"), "it keeps its content");
    }
}
