// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.kinds.StompClient;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.AddressControl;
import org.apache.activemq.artemis.api.core.management.QueueControl;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.management.ManagementService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What replicas and originals say to each other is nobody else's, not even the administrator's. */
class InternalAddressesTest {

    private static final String QUEUE = "orders";

    @TempDir
    private static Path folder;

    private static BrokerPair brokers;
    private static EmbeddedBroker original;
    private static Queue feed;

    @BeforeAll
    static void follow() throws Exception {
        brokers = BrokerPair.start(folder, each -> each.protocols("CORE,AMQP,STOMP"));
        original = brokers.original();
        original.createQueue(QUEUE);
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        String name = Arrays.stream(original.server().getActiveMQServerControl().getQueueNames())
                .filter(queue -> queue.startsWith(Protocol.FEED_PREFIX))
                .findAny()
                .orElseThrow();
        feed = original.server().locateQueue(name);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @AfterEach
    void theFeedHasLivedOn() throws Exception {
        sendTo(original.core(), QUEUE, false);
        brokers.awaitParity(QUEUE);
        assertSame(feed, original.server().locateQueue(feed.getName()));
        assertEquals(0, brokers.replicaOf(QUEUE).getReconnects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void nobodySendsToAFeed(String protocol) {
        assertThrows(
                JMSException.class,
                () -> sendTo(clients(protocol), feed.getName().toString(), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void nobodySendsToAFeedInATransaction(String protocol) {
        assertThrows(
                JMSException.class,
                () -> sendTo(clients(protocol), feed.getName().toString(), true));
    }

    /** Also where nobody follows, as on the broker of the replica. */
    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void nobodyFillsTheQueueByWhichReplicasFindTheExtension(String protocol) throws Exception {
        for (EmbeddedBroker broker : List.of(original, brokers.replica())) {
            ConnectionFactory clients = protocol.equals("core") ? broker.core() : broker.amqp();
            try (Connection connection = clients.createConnection();
                    Session session = connection.createSession();
                    MessageProducer producer = session.createProducer(session.createTopic(Protocol.PRESENCE_ADDRESS))) {
                assertThrows(JMSException.class, () -> producer.send(session.createTextMessage("a text")));
            }
            assertEquals(0, broker.depth(Protocol.PRESENCE_QUEUE));
        }
    }

    @Test
    void nobodySendsToAFeedOverStomp() {
        assertThrows(IOException.class, () -> {
            try (StompClient client = new StompClient(original)) {
                client.send(feed.getName().toString(), Map.of(), "a text");
            }
        });
    }

    @Test
    void managementSendsToNoFeed() {
        ManagementService management = original.server().getManagementService();
        QueueControl queue = management.getQueueControl(feed.getName().toString());
        AddressControl address = management.getAddressControl(feed.getName().toString());
        assertNotNull(queue);
        assertNotNull(address);

        assertThrows(
                Exception.class,
                () -> queue.sendMessage(Map.of(), 3, "a text", false, original.user(), original.password()));
        assertThrows(
                Exception.class,
                () -> address.sendMessage(Map.of(), 3, "a text", false, original.user(), original.password()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void nobodyTakesAnothersFeed(String protocol) throws Exception {
        try (Connection connection = clients(protocol).createConnection();
                Session session = connection.createSession()) {
            connection.start();
            assertThrows(JMSException.class, () -> {
                try (MessageConsumer consumer = session.createConsumer(
                        session.createQueue(feed.getName().toString()))) {
                    assertEquals(null, consumer.receiveNoWait());
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void nobodyLooksIntoAFeed(String protocol) throws Exception {
        try (Connection connection = clients(protocol).createConnection();
                Session session = connection.createSession()) {
            connection.start();
            assertThrows(JMSException.class, () -> {
                try (QueueBrowser browser =
                        session.createBrowser(session.createQueue(feed.getName().toString()))) {
                    assertTrue(browser.getEnumeration().hasMoreElements());
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void nobodyListensToTheRequestsOfOthers(String protocol) throws Exception {
        try (Connection connection = clients(protocol).createConnection();
                Session session = connection.createSession()) {
            assertThrows(
                    JMSException.class, () -> session.createConsumer(session.createTopic(Protocol.CONTROL_ADDRESS)));
        }
    }

    @Test
    void nobodyCreatesAQueueOnAnInternalAddress() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://" + original.hostAndPort());
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session =
                        factory.createSession(original.user(), original.password(), false, true, true, false, 1)) {
            for (String address :
                    new String[] {Protocol.CONTROL_ADDRESS, feed.getName().toString(), "$queue-replication.own"}) {
                assertThrows(
                        Exception.class,
                        () -> session.createQueue(QueueConfiguration.of("mine")
                                .setAddress(address)
                                .setRoutingType(RoutingType.MULTICAST)));
            }
        }
    }

    private static ConnectionFactory clients(String protocol) {
        return protocol.equals("core") ? original.core() : original.amqp();
    }

    private static void sendTo(ConnectionFactory clients, String queue, boolean transacted) throws JMSException {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(transacted, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(session.createTextMessage("a text"));
            if (transacted) {
                session.commit();
            }
        }
    }
}
