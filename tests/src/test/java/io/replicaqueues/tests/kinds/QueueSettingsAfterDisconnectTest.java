// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static io.replicaqueues.tests.kinds.Clients.consume;
import static io.replicaqueues.tests.kinds.Clients.core;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.kinds.MessageKind.Sender;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A setting of the original does nothing to the replica while it follows, and acts after {@code disconnect()}. */
class QueueSettingsAfterDisconnectTest {

    private static final Sender NUMBERED = core((session, producer, number) -> {
        Message message = session.createTextMessage("text " + number);
        message.setIntProperty("number", number);
        message.setStringProperty("colour", number % 2 == 0 ? "blue" : "red");
        message.setStringProperty("_AMQ_LVQ_NAME", "value " + number % 3);
        message.setStringProperty("share", "share " + number % 2);
        message.setStringProperty("JMSXGroupID", "group " + number % 4);
        return message;
    });

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair();

    @Test
    void aRingKeepsItsNewestMessages() throws Exception {
        OriginalQueues.create(brokers.original(), "ring", queue -> queue.setRingSize(5L));
        NUMBERED.send(brokers.original(), "ring", 0, 8);
        ReplicaQueueMXBean replica = brokers.createReplica("ring");
        brokers.awaitSameStored("ring");
        NUMBERED.send(brokers.original(), "ring", 8, 8);
        brokers.awaitSameStored("ring");
        assertEquals(0, replica.getRepairs());

        replica.disconnect();
        assertEquals(5, brokers.replica().depth("ring"));
        NUMBERED.send(brokers.replica(), "ring", 16, 2);

        assertEquals(List.of(13, 14, 15, 16, 17), numbers(consume(brokers.replica(), "ring", 5)));
    }

    @Test
    void aRingMayHoldMoreWhileAConsumerOfTheOriginalHoldsSome() throws Exception {
        OriginalQueues.create(brokers.original(), "held ring", queue -> queue.setRingSize(3L));
        NUMBERED.send(brokers.original(), "held ring", 0, 3);
        brokers.createReplica("held ring");
        try (HoldingConsumer consumer = HoldingConsumer.of(brokers.original(), "held ring", 3)) {
            NUMBERED.send(brokers.original(), "held ring", 3, 5);

            brokers.awaitSameStored("held ring");
            assertEquals(6, brokers.replica().depth("held ring"));
        }
        // Of those that come back the broker keeps what has room.
        brokers.awaitSameStored("held ring");
        assertEquals(0, brokers.replicaOf("held ring").getRepairs());
    }

    @Test
    void aLastValueQueueReplacesByTheStandardProperty() throws Exception {
        lastValues("values", queue -> queue.setLastValue(true), 3);
    }

    @Test
    void aLastValueQueueReplacesByItsOwnKey() throws Exception {
        lastValues("shares", queue -> queue.setLastValueKey("share"), 2);
    }

    private static void lastValues(String name, UnaryOperator<QueueConfiguration> settings, int values)
            throws Exception {
        OriginalQueues.create(brokers.original(), name, settings);
        NUMBERED.send(brokers.original(), name, 0, 6);
        ReplicaQueueMXBean replica = brokers.createReplica(name);
        try (HoldingConsumer consumer = HoldingConsumer.of(brokers.original(), name, values)) {
            NUMBERED.send(brokers.original(), name, 6, 6);
            brokers.awaitSameStored(name);
            assertEquals(2L * values, brokers.replica().depth(name), "the values held are there, and the newer ones");
            assertEquals(0, replica.getRepairs());

            replica.disconnect();
        }

        NUMBERED.send(brokers.replica(), name, 12, 6);
        List<Message> last = consume(brokers.replica(), name, values);
        assertEquals(
                IntStream.range(18 - values, 18).boxed().toList(),
                numbers(last).stream().sorted().toList());
        await().atMost(Duration.ofSeconds(10)).until(() -> brokers.replica().depth(name) == 0);
    }

    @Test
    void aValueThatWasGivenBackAfterTheNewerOneHadGoneIsTheLatest() throws Exception {
        String name = "returned values";
        OriginalQueues.create(brokers.original(), name, queue -> queue.setLastValue(true));
        NUMBERED.send(brokers.original(), name, 1, 1);
        NUMBERED.send(brokers.original(), name, 0, 1);
        ReplicaQueueMXBean replica = brokers.createReplica(name);
        try (HoldingConsumer consumer = HoldingConsumer.of(brokers.original(), name, 2)) {
            NUMBERED.send(brokers.original(), name, 3, 1);
            brokers.awaitSameStored(name);
            assertEquals(List.of(3), numbers(consume(brokers.original(), name, 1)));
        }
        brokers.awaitSameStored(name);

        assertTrue(replica.disconnect().isInParity());
        assertEquals(List.of(1, 0), numbers(consume(brokers.replica(), name, 2)));
        await().atMost(Duration.ofSeconds(10)).until(() -> brokers.replica().depth(name) == 0);
    }

    @Test
    void theLatestValueStaysTheLatestWhateverItsPriority() throws Exception {
        String name = "urgent values";
        OriginalQueues.create(brokers.original(), name, queue -> queue.setLastValue(true));
        valueOfPriority(4).send(brokers.original(), name, 0, 1);
        try (HoldingConsumer consumer = HoldingConsumer.of(brokers.original(), name, 1)) {
            valueOfPriority(9).send(brokers.original(), name, 1, 1);
            followedAndDisconnected(name);
        }

        assertEquals(List.of(1), numbers(consume(brokers.replica(), name, 1)));
        await().atMost(Duration.ofSeconds(10)).until(() -> brokers.replica().depth(name) == 0);
    }

    private static Sender valueOfPriority(int priority) {
        return core((session, producer, number) -> {
            producer.setPriority(priority);
            Message message = session.createTextMessage("text " + number);
            message.setIntProperty("number", number);
            message.setStringProperty("_AMQ_LVQ_NAME", "value");
            return message;
        });
    }

    @Test
    void anExclusiveQueueServesOneConsumer() throws Exception {
        OriginalQueues.create(brokers.original(), "exclusive", queue -> queue.setExclusive(true));
        NUMBERED.send(brokers.original(), "exclusive", 0, 10);
        followedAndDisconnected("exclusive");

        try (Connection connection = brokers.replica().core().createConnection();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer first = session.createConsumer(session.createQueue("exclusive"));
                MessageConsumer second = session.createConsumer(session.createQueue("exclusive"))) {
            connection.start();
            // Which of the two is served is up to the broker.
            AtomicReference<MessageConsumer> served = new AtomicReference<>();
            await().until(() -> {
                for (MessageConsumer each : List.of(first, second)) {
                    Message one = each.receive(100);
                    if (one != null) {
                        assertEquals(0, one.getIntProperty("number"));
                        served.set(each);
                    }
                }
                return served.get() != null;
            });
            for (int number = 1; number < 10; number++) {
                assertEquals(number, served.get().receive(5_000).getIntProperty("number"));
            }
            assertNull((served.get() == first ? second : first).receiveNoWait());
        }
    }

    @Test
    void groupsStayWithOneConsumerEach() throws Exception {
        OriginalQueues.create(brokers.original(), "groups", queue -> queue.setGroupFirstKey("first"));
        NUMBERED.send(brokers.original(), "groups", 0, 40);
        followedAndDisconnected("groups");

        try (Connection connection = brokers.replica().core().createConnection();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer one = session.createConsumer(session.createQueue("groups"));
                MessageConsumer two = session.createConsumer(session.createQueue("groups"))) {
            connection.start();
            List<String> firsts = Stream.of(groupsOf(one, 20), groupsOf(two, 20))
                    .peek(groups -> assertEquals(2, groups.size(), "each consumer has two of the four groups"))
                    .flatMap(Set::stream)
                    .toList();
            assertEquals(4, Set.copyOf(firsts).size());
        }
    }

    private static Set<String> groupsOf(MessageConsumer consumer, int count) throws JMSException {
        Set<String> groups = new HashSet<>();
        boolean first = false;
        for (int i = 0; i < count; i++) {
            Message message = consumer.receive(5_000);
            assertNotNull(message);
            groups.add(message.getStringProperty("JMSXGroupID"));
            first |= message.getBooleanProperty("first");
        }
        assertTrue(first, "the first of a group says so");
        return groups;
    }

    @Test
    void aNonDestructiveQueueKeepsWhatIsConsumed() throws Exception {
        OriginalQueues.create(brokers.original(), "keeping", queue -> queue.setNonDestructive(true));
        NUMBERED.send(brokers.original(), "keeping", 0, 5);
        ReplicaQueueMXBean replica = brokers.createReplica("keeping");
        brokers.awaitSameStored("keeping");
        consume(brokers.original(), "keeping", 5);
        NUMBERED.send(brokers.original(), "keeping", 5, 5);
        brokers.awaitSameStored("keeping");
        brokers.original().server().locateQueue("keeping").deleteAllReferences(100);
        NUMBERED.send(brokers.original(), "keeping", 10, 5);
        brokers.awaitSameStored("keeping");
        assertEquals(0, replica.getRepairs());

        replica.disconnect();

        assertEquals(List.of(10, 11, 12, 13, 14), numbers(consume(brokers.replica(), "keeping", 5)));
        assertEquals(List.of(10, 11, 12, 13, 14), numbers(consume(brokers.replica(), "keeping", 5)));
    }

    @Test
    void aFilterKeepsOthersOut() throws Exception {
        OriginalQueues.create(brokers.original(), "blue", queue -> queue.setFilterString("colour = 'blue'"));
        NUMBERED.send(brokers.original(), "blue", 0, 6);
        followedAndDisconnected("blue");

        NUMBERED.send(brokers.replica(), "blue", 6, 4);

        assertEquals(List.of(0, 2, 4, 6, 8), numbers(consume(brokers.replica(), "blue", 5)));
    }

    @Test
    void aFilterThatIsChangedLaterHoldsForNewMessagesOnly() throws Exception {
        OriginalQueues.create(brokers.original(), "red", queue -> queue.setFilterString("colour = 'blue'"));
        NUMBERED.send(brokers.original(), "red", 0, 4);
        ReplicaQueueMXBean replica = brokers.createReplica("red");
        brokers.awaitSameStored("red");
        brokers.original().server().updateQueue(QueueConfiguration.of("red").setFilterString("colour = 'red'"));
        NUMBERED.send(brokers.original(), "red", 4, 4);
        brokers.awaitSameStored("red");
        awaitSettings("red", "colour = 'red'");
        assertEquals(0, replica.getRepairs());
        replica.disconnect();

        NUMBERED.send(brokers.replica(), "red", 8, 4);

        assertEquals(List.of(0, 2, 5, 7, 9, 11), numbers(consume(brokers.replica(), "red", 6)));
    }

    @Test
    void settingsThatWereChangedWhileAwayAreTaken() throws Exception {
        OriginalQueues.create(brokers.original(), "away", queue -> queue);
        ReplicaQueueMXBean replica = brokers.createReplica("away");
        brokers.awaitParity("away");
        replica.stop();
        brokers.original().server().updateQueue(QueueConfiguration.of("away").setMaxConsumers(1));
        replica.start();
        brokers.awaitParity("away");

        replica.disconnect();

        assertEquals(1, brokers.replica().server().locateQueue("away").getMaxConsumers());
    }

    @Test
    void aLimitOfConsumersHolds() throws Exception {
        OriginalQueues.create(brokers.original(), "limited", queue -> queue.setMaxConsumers(1));
        NUMBERED.send(brokers.original(), "limited", 0, 3);
        followedAndDisconnected("limited");

        try (Connection connection = brokers.replica().core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer allowed = session.createConsumer(session.createQueue("limited"))) {
            assertNotNull(allowed);
            assertThrows(JMSException.class, () -> session.createConsumer(session.createQueue("limited")));
        }
    }

    @Test
    void aQueueThatPurgesDoesSoWhenItsLastConsumerGoes() throws Exception {
        OriginalQueues.create(brokers.original(), "purging", queue -> queue.setPurgeOnNoConsumers(true));
        try (HoldingConsumer consumer = HoldingConsumer.of(brokers.original(), "purging", 0)) {
            NUMBERED.send(brokers.original(), "purging", 0, 5);
            followedAndDisconnected("purging");
        }
        assertEquals(5, brokers.replica().depth("purging"));

        consume(brokers.replica(), "purging", 2);

        await().atMost(Duration.ofSeconds(10)).until(() -> brokers.replica().depth("purging") == 0);
        NUMBERED.send(brokers.replica(), "purging", 5, 1);
        assertEquals(0, brokers.replica().depth("purging"), "nothing is kept without a consumer");
    }

    @Test
    void aPurgeOfTheOriginalIsFollowed() throws Exception {
        OriginalQueues.create(brokers.original(), "purged", queue -> queue.setPurgeOnNoConsumers(true));
        ReplicaQueueMXBean replica = brokers.createReplica("purged");
        try (HoldingConsumer consumer = HoldingConsumer.of(brokers.original(), "purged", 0)) {
            NUMBERED.send(brokers.original(), "purged", 0, 5);
            brokers.awaitSameStored("purged");
            assertEquals(5, brokers.replica().depth("purged"));
        }

        brokers.awaitSameStored("purged");
        assertEquals(0, brokers.replica().depth("purged"));
        assertEquals(0, replica.getRepairs());
    }

    @Test
    void dispatchBeginsWithAsManyConsumersAsTheOriginalWantsOrAfterItsDelay() throws Exception {
        OriginalQueues.create(
                brokers.original(),
                "together",
                queue -> queue.setConsumersBeforeDispatch(2).setDelayBeforeDispatch(-1L));
        NUMBERED.send(brokers.original(), "together", 0, 2);
        followedAndDisconnected("together");

        try (Connection connection = brokers.replica().core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer first = session.createConsumer(session.createQueue("together"))) {
            connection.start();
            assertNull(first.receive(300));
            try (MessageConsumer second = session.createConsumer(session.createQueue("together"))) {
                assertNotNull(first.receive(5_000));
                assertNotNull(second.receive(5_000));
            }
        }
    }

    @Test
    void aDisabledQueueTakesNothing() throws Exception {
        OriginalQueues.create(brokers.original(), "disabled", queue -> queue);
        NUMBERED.send(brokers.original(), "disabled", 0, 2);
        brokers.original()
                .server()
                .updateQueue(QueueConfiguration.of("disabled").setEnabled(false));
        followedAndDisconnected("disabled");

        NUMBERED.send(brokers.replica(), "disabled", 2, 2);

        assertEquals(2, brokers.replica().depth("disabled"));
    }

    private static void followedAndDisconnected(String queue) {
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitSameStored(queue);
        assertTrue(replica.disconnect().isInParity());
    }

    /** Changed settings travel with the next heartbeat. */
    private static void awaitSettings(String queue, String settings) {
        await().atMost(Duration.ofSeconds(10)).until(() -> definitionOf(queue).contains(settings));
    }

    private static String definitionOf(String queue) {
        return brokers.replica()
                .server()
                .getStorageManager()
                .getPersistedKeyValuePairs("queue-replication")
                .get(queue)
                .getValue();
    }

    private static List<Integer> numbers(List<Message> messages) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        for (Message message : messages) {
            numbers.add(message.getIntProperty("number"));
        }
        return numbers;
    }
}
