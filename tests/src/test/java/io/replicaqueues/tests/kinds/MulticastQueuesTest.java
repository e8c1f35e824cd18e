// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues into which their address brings messages: durable subscriptions, and the targets of diverts. */
class MulticastQueuesTest {

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair();

    /** A durable subscription of a client. */
    private enum Subscription {
        CORE(Broker::core, (session, topic) -> session.createDurableConsumer(session.createTopic(topic), topic)),
        CORE_SHARED(
                Broker::core,
                (session, topic) -> session.createSharedDurableConsumer(session.createTopic(topic), topic)),
        CORE_WITH_SELECTOR(
                Broker::core,
                (session, topic) ->
                        session.createDurableConsumer(session.createTopic(topic), topic, "number <> 4", false)),
        AMQP(Broker::amqp, (session, topic) -> session.createDurableConsumer(session.createTopic(topic), topic)),
        AMQP_SHARED(
                Broker::amqp,
                (session, topic) -> session.createSharedDurableConsumer(session.createTopic(topic), topic)),
        AMQP_WITH_SELECTOR(
                Broker::amqp,
                (session, topic) ->
                        session.createDurableConsumer(session.createTopic(topic), topic, "number <> 4", false));

        @SuppressWarnings("ImmutableEnumChecker") // Keeps nothing between two calls.
        private final Function<Broker, ConnectionFactory> clients;

        @SuppressWarnings("ImmutableEnumChecker")
        private final Opening opening;

        Subscription(Function<Broker, ConnectionFactory> clients, Opening opening) {
            this.clients = clients;
            this.opening = opening;
        }

        private interface Opening {
            MessageConsumer open(Session session, String topic) throws JMSException;
        }

        /** Subscribes, or goes on, and receives so many. */
        List<Integer> receive(Broker broker, String topic, int count) throws JMSException {
            try (Connection connection = clients.apply(broker).createConnection()) {
                connection.setClientID("client of " + topic);
                connection.start();
                List<Integer> numbers = new ArrayList<>();
                try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                        MessageConsumer consumer = opening.open(session, topic)) {
                    while (numbers.size() < count) {
                        Message message = consumer.receive(5_000);
                        if (message == null) {
                            throw new AssertionError(this + " got only " + numbers + " of " + count);
                        }
                        numbers.add(message.getIntProperty("number"));
                    }
                }
                return numbers;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDurableSubscriberGoesOnAtTheFormerReplica(Subscription subscription) throws Exception {
        String topic = "topic " + subscription;
        subscription.receive(brokers.original(), topic, 0);
        String queue = onlyQueueOf(brokers.original(), topic);
        ReplicaQueueMXBean replica =
                brokers.followThroughAReconnection(queue, round -> publish(brokers.original(), topic, 3 * round, 3));
        subscription.receive(brokers.original(), topic, 1);
        brokers.awaitSameStored(queue);
        assertThrows(JMSException.class, () -> publish(brokers.replica(), topic, 9, 1));
        replica.disconnect();

        List<Integer> followed =
                isSelective(subscription) ? List.of(1, 2, 3, 5, 6, 7, 8) : List.of(1, 2, 3, 4, 5, 6, 7, 8);
        assertEquals(followed, subscription.receive(brokers.replica(), topic, followed.size()));
        publish(brokers.replica(), topic, 4, 2);
        List<Integer> fresh = isSelective(subscription) ? List.of(5) : List.of(4, 5);
        assertEquals(fresh, subscription.receive(brokers.replica(), topic, fresh.size()));
    }

    private static boolean isSelective(Subscription subscription) {
        return subscription == Subscription.CORE_WITH_SELECTOR || subscription == Subscription.AMQP_WITH_SELECTOR;
    }

    private static String onlyQueueOf(EmbeddedBroker broker, String address) throws Exception {
        List<SimpleString> queues =
                broker.server().bindingQuery(SimpleString.of(address)).getQueueNames();
        assertEquals(1, queues.size());
        return queues.get(0).toString();
    }

    private static void publish(EmbeddedBroker broker, String topic, int first, int count) throws JMSException {
        try (Connection connection = broker.core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createTopic(topic))) {
            for (int number = first; number < first + count; number++) {
                Message message = session.createTextMessage("number " + number);
                message.setIntProperty("number", number);
                producer.send(message);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSourceAndTheTargetOfADivertAreFollowed(boolean exclusive) throws Exception {
        String source = "divert from " + exclusive;
        String target = "divert to " + exclusive;
        brokers.original().createQueue(source);
        brokers.original().createQueue(target);
        brokers.original()
                .server()
                .deployDivert(new DivertConfiguration()
                        .setName("divert " + exclusive)
                        .setAddress(source)
                        .setForwardingAddress(target)
                        .setExclusive(exclusive));
        ReplicaQueueMXBean replicaOfSource = brokers.createReplica(source);

        ReplicaQueueMXBean replica = brokers.followThroughAReconnection(
                target, round -> MessageKind.MIXED_CORE.send(brokers.original(), source, 8 * round, 8));
        brokers.awaitSameStored(source);
        assertEquals(24, brokers.replica().depth(target));
        assertEquals(exclusive ? 0 : 24, brokers.replica().depth(source));
        assertEquals(0, replicaOfSource.getRepairs());
        replica.disconnect();

        assertEquals(24, Clients.consume(brokers.replica(), target, 24).size());
    }
}
