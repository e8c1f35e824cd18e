// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.docs.Document;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.core.security.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the permissions that {@code docs/operations.md} gives to paste allow, and what they do not. */
class ReplicationPermissionsTest {

    private static final String QUEUE = "orders";
    private static final String FORBIDDEN = "salaries";
    private static final String USER = "replicator";
    private static final String PASSWORD = "replicator-secret";
    private static final String ROLE = "replication";
    private static final int DEPTH = 10;

    @TempDir
    private static Path folder;

    private static String documented;
    private static BrokerPair brokers;
    private static String address;

    @BeforeAll
    static void startBrokers() throws Exception {
        documented = Document.read("docs/operations.md")
                .section("Permissions on the original broker")
                .blocks()
                .get(0)
                .text();
        Map<String, Set<Role>> permissions = permissionsIn(documented);
        brokers = BrokerPair.start(
                folder,
                original -> original.user(USER, PASSWORD, ROLE)
                        .configure(configuration -> permissions.forEach(configuration::putSecurityRoles)),
                replica -> {});
        address = "amqp://" + USER + ":" + PASSWORD + "@" + brokers.original().hostAndPort();
        for (String queue : List.of(QUEUE, FORBIDDEN)) {
            brokers.original().createQueue(queue);
            new MixedMessages(1, queue).largeEvery(0).send(brokers.original().amqp(), queue, DEPTH);
        }
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @AfterEach
    void endReplicas() throws Exception {
        Arrays.stream(brokers.replication().getReplicaStatuses())
                .map(status -> status.getQueue())
                .forEach(queue -> brokers.replicaOf(queue).disconnect());
        for (String queue : List.of(QUEUE, "copy")) {
            if (brokers.replica().depth(queue) >= 0) {
                brokers.replica().server().getActiveMQServerControl().destroyQueue(queue);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"async", "sync"})
    void withThemAReplicaFollowsAndIsVerified(String acknowledgement) throws Exception {
        brokers.replication().createReplicaAs(address, QUEUE, "copy", "acknowledgement=" + acknowledgement);
        ReplicaQueueMXBean copy = brokers.replicaOf("copy");

        brokers.awaitParity(QUEUE, "copy");
        await().until(() -> copy.getAcknowledgement().equals(acknowledgement));
        new MixedMessages(2, "later").largeEvery(0).send(brokers.original().core(), QUEUE, 1);
        brokers.awaitParity(QUEUE, "copy");

        assertTrue(copy.verify().isEqual());
        assertEquals(acknowledgement, copy.getAcknowledgement());
    }

    @ParameterizedTest
    @CsvSource({
        "send, SEND, $queue-replication.control",
        "consume, CONSUME, $queue-replication.feed.",
        "browse, BROWSE, orders"
    })
    void withoutAnyOneOfThemFollowingIsRefusedWithALineThatNamesIt(String type, String named, String where)
            throws Exception {
        grant(without(type));
        try {
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class, () -> brokers.replication().createReplica(address, QUEUE));

            assertEquals(1, refused.getMessage().lines().count(), refused::getMessage);
            assertTrue(
                    refused.getMessage().contains("permission='" + named + "'")
                            && refused.getMessage().contains("on address " + where),
                    refused::getMessage);
            assertEquals(-1, brokers.replica().depth(QUEUE));
        } finally {
            grant(documented);
        }
    }

    @Test
    void thereAreThreeOfThem() {
        assertEquals(3, documented.split("roles=\"(amq,)?" + ROLE + "\"", -1).length - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {FORBIDDEN, "DLQ", "no-such-queue"})
    void noOtherQueueCanBeFollowedWithThemOrIsKnownToExist(String queue) {
        RuntimeException refused = assertThrows(
                RuntimeException.class, () -> brokers.replication().createReplicaAs(address, queue, "copy", ""));

        assertTrue(refused.getMessage().contains("permission='BROWSE'"), refused::getMessage);
        assertEquals(-1, brokers.replica().depth("copy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core"})
    void aClientWithThemReachesNeitherOtherQueuesNorTheFeedsOfOthers(String protocol) throws Exception {
        EmbeddedBroker original = brokers.original();
        brokers.replication().createReplica(address, QUEUE);
        brokers.awaitParity(QUEUE);
        long reconnects = brokers.replicaOf(QUEUE).getReconnects();
        String feed = feeds().get(0);
        ConnectionFactory clients =
                protocol.equals("amqp") ? original.amqp(USER, PASSWORD) : original.core(USER, PASSWORD);
        try (Connection connection = clients.createConnection()) {
            connection.start();
            for (String queue : List.of(QUEUE, FORBIDDEN, feed, feed + "::" + feed, Protocol.PRESENCE_ADDRESS, "new")) {
                refused(
                        connection,
                        queue,
                        session -> session.createConsumer(session.createQueue(queue))
                                .receive(1));
                refused(
                        connection,
                        queue,
                        session -> session.createProducer(session.createQueue(queue))
                                .send(session.createTextMessage("forged")));
            }
            for (String queue : List.of(FORBIDDEN, feed)) {
                refused(
                        connection,
                        queue,
                        session -> session.createBrowser(session.createQueue(queue))
                                .getEnumeration()
                                .hasMoreElements());
            }
            refused(
                    connection,
                    Protocol.CONTROL_ADDRESS,
                    session -> session.createConsumer(session.createTopic(Protocol.CONTROL_ADDRESS))
                            .receive(1));
        }
        assertEquals(DEPTH, original.depth(FORBIDDEN));
        assertEquals(ReplicaState.LIVE, brokers.replicaOf(QUEUE).getState());
        assertEquals(reconnects, brokers.replicaOf(QUEUE).getReconnects());
        assertTrue(brokers.replicaOf(QUEUE).verify().isEqual());
    }

    /** What a client tries to do. */
    private interface Attempt {

        void by(Session session) throws JMSException;
    }

    private static void refused(Connection connection, String what, Attempt attempt) throws JMSException {
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            assertThrows(JMSException.class, () -> attempt.by(session), what);
        }
    }

    private static List<String> feeds() {
        return Arrays.stream(
                        brokers.original().server().getActiveMQServerControl().getQueueNames())
                .filter(queue -> queue.startsWith(Protocol.FEED_PREFIX))
                .toList();
    }

    /** Also where nobody else has the permission. */
    private static String without(String type) {
        return documented
                .replace("<permission type=\"" + type + "\" roles=\"" + ROLE + "\"/>", "")
                .replace("<permission type=\"" + type + "\" roles=\"amq," + ROLE + "\"/>", "");
    }

    private static void grant(String xml) throws Exception {
        permissionsIn(xml)
                .forEach((match, roles) ->
                        brokers.original().server().getSecurityRepository().addMatch(match, roles));
    }

    private static Map<String, Set<Role>> permissionsIn(String xml) throws Exception {
        String file = "<configuration xmlns=\"urn:activemq\"><core xmlns=\"urn:activemq:core\">"
                + "<journal-pool-files>10</journal-pool-files><security-settings>"
                + xml + "</security-settings></core></configuration>";
        return new FileConfigurationParser()
                .parseMainConfig(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))
                .getSecurityRoles();
    }
}
