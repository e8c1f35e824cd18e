// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queues of MQTT and STOMP clients, which go on at the former replica and see there what they would have seen. */
class MqttAndStompTest {

    private static final int ROUND = 6;
    private static final String MARK = "_AMQ_ROUTE_TO_QUEUE_REPLICATION";

    @RegisterExtension
    private static final SharedBrokerPair brokers =
            new SharedBrokerPair(each -> each.protocols("CORE,AMQP,MQTT,STOMP"));

    /** Clients of a protocol. */
    private interface Clients {
        void send(Broker broker, int first, int count) throws Exception;

        /** Everything in these messages that the client can see and that is not made up for the delivery. */
        List<String> receive(EmbeddedBroker broker, int count) throws Exception;
    }

    @Test
    void aSubscriptionOfAnMqttClientGoesOnAtTheFormerReplica() throws Exception {
        MqttSubscriber subscriber = new MqttSubscriber("sensor/1");
        subscriber.receive(brokers.original(), 0);

        assertGoesOn("subscriber.sensor.1", subscriber);
    }

    /** Each message keeps its topic. */
    @Test
    void aSubscriptionToManyTopicsGoesOnAtTheFormerReplica() throws Exception {
        MqttSubscriber subscriber = new MqttSubscriber("rooms/+");
        subscriber.receive(brokers.original(), 0);

        assertGoesOn("subscriber.rooms.*", subscriber);

        ActiveMQServer former = brokers.replica().server();
        former.destroyQueue(SimpleString.of("subscriber.rooms.* consumed"));
        // The broker may still be working on what the client has acknowledged last.
        await("what was counted for the queue's address while it was a replica is counted off")
                .untilAsserted(() -> assertEquals(
                        0,
                        former.locateQueue("subscriber.rooms.*")
                                .getPagingStore()
                                .getAddressSize()));
    }

    @Test
    void aQueueOfStompClientsGoesOnAtTheFormerReplica() throws Exception {
        brokers.original().createQueue("stomp");

        assertGoesOn("stomp", new StompClients("stomp"));
    }

    private static void assertGoesOn(String queue, Clients clients) throws Exception {
        ReplicaQueueMXBean replica = brokers.followThroughAReconnection(
                queue, round -> clients.send(brokers.original(), round * ROUND, ROUND));
        String consumed = queue + " consumed";
        brokers.replication().createReplicaAs(brokers.original().address(), queue, consumed, "");
        await().until(() -> brokers.replicaOf(consumed).isInParity());
        replica.disconnect();

        List<String> ofOriginal = clients.receive(brokers.original(), 3 * ROUND);
        assertEquals(ofOriginal, clients.receive(brokers.replica(), 3 * ROUND));
        await().until(() -> brokers.replica().depth(queue) == 0);

        await().until(() -> brokers.replica().depth(consumed) == 0
                && brokers.replicaOf(consumed).isInParity());
        assertEquals(0, brokers.replicaOf(consumed).getRepairs());
        brokers.replicaOf(consumed).disconnect();
        clients.send(brokers.replica(), 3 * ROUND, ROUND);
        clients.send(brokers.original(), 3 * ROUND, ROUND);
        assertEquals(clients.receive(brokers.original(), ROUND), clients.receive(brokers.replica(), ROUND));
    }

    /** One client with a lasting session. */
    private record MqttSubscriber(String topic) implements Clients {

        @Override
        public void send(Broker broker, int first, int count) throws Exception {
            try (MqttClient publisher = connected(broker, "publisher", null)) {
                for (int number = first; number < first + count; number++) {
                    byte[] payload = ("\u20ac \u0000 " + number).getBytes(StandardCharsets.UTF_8);
                    publisher.publish(
                            topic.replace("+", "room" + number % 4),
                            number % 3 == 0 ? new byte[0] : payload,
                            1 + number % 2,
                            false);
                }
                publisher.disconnect();
            }
        }

        /** Sorted: the client shows a message of the second quality when its handshake is over, which may overtake. */
        @Override
        public List<String> receive(EmbeddedBroker broker, int count) throws Exception {
            BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
            List<String> seen = new ArrayList<>();
            try (MqttClient subscriber = connected(broker, "subscriber", new Arrivals(arrived))) {
                subscriber.subscribe(topic, 2);
                while (seen.size() < count) {
                    String message = arrived.poll(20, TimeUnit.SECONDS);
                    assertNotNull(message, "the subscriber got only " + seen);
                    seen.add(message);
                }
                subscriber.disconnect();
            }
            seen.sort(Comparator.naturalOrder());
            return seen;
        }

        /** The callback is there before the connection: what waits in a lasting session comes at once. */
        private static MqttClient connected(Broker broker, String id, MqttCallback callback) throws Exception {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setCleanSession(false);
            options.setUserName(broker.user());
            options.setPassword(broker.password().toCharArray());
            MqttClient client = new MqttClient("tcp://" + broker.hostAndPort(), id, new MemoryPersistence());
            client.setCallback(callback);
            client.connect(options);
            return client;
        }
    }

    private record Arrivals(BlockingQueue<String> arrived) implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            arrived.add(message.getQos() + " " + topic + " " + message.isRetained() + " "
                    + new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void connectionLost(Throwable cause) {
            // What is missing then is missed by the test.
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // Publishing waits for it already.
        }
    }

    private record StompClients(String queue) implements Clients {

        @Override
        public void send(Broker broker, int first, int count) throws Exception {
            try (StompClient client = new StompClient(broker)) {
                for (int number = first; number < first + count; number++) {
                    client.send(queue, headers(number), number % 3 == 0 ? "" : "\u20ac " + number);
                }
            }
        }

        /** Even ones are text, the others are bytes, as STOMP tells them apart. */
        private static Map<String, String> headers(int number) {
            if (number % 2 == 0) {
                return Map.of("persistent", "true", "number", "" + number, "colour", "\u00fcberblau");
            }
            int length = number % 3 == 0 ? 0 : ("\u20ac " + number).getBytes(StandardCharsets.UTF_8).length;
            return Map.of("content-length", "" + length, "priority", "" + number % 10, "number", "" + number);
        }

        /** Without the mark of a replica's message, which STOMP shows as it shows every property. */
        @Override
        public List<String> receive(EmbeddedBroker broker, int count) throws Exception {
            List<String> seen = new ArrayList<>();
            try (StompClient client = new StompClient(broker)) {
                client.subscribe(queue);
                while (seen.size() < count) {
                    StompClient.Frame message = client.receive();
                    message.headers().keySet().removeAll(List.of("message-id", "timestamp", MARK));
                    seen.add(message.headers() + " " + message.body());
                }
                // What is acknowledged by itself is taken out of the queue once it has been sent, unless its client
                // leaves before.
                await().until(() -> broker.depth(queue) == 0);
            }
            return seen;
        }
    }
}
