// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerReading;
import io.replicaqueues.console.connection.BrowsedMessage;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.connection.NewReplica;
import io.replicaqueues.console.connection.OriginalProbe;
import io.replicaqueues.console.connection.QueueLocation;
import io.replicaqueues.console.connection.QueuePage;
import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console can read and do on an embedded pair of brokers, the same over both ways. */
class BrokerConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Login ORIGINALS = new Login(Broker.USER, Broker.PASSWORD);

    @TempDir
    private static Path folder;

    private static ManagedPair pair;

    @BeforeAll
    static void startBrokers() throws Exception {
        pair = ManagedPair.start(folder);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        pair.close();
    }

    @ParameterizedTest
    @EnumSource
    void aReplicaIsReadAsItsBrokerSeesIt(Way way) throws Exception {
        String queue = replicatedQueue(3);

        try (BrokerConnection connection = pair.toReplica(way)) {
            BrokerReading reading = connection.read();
            ReplicaReading replica = replica(reading, queue);

            assertEquals(pair.brokers().replica().name(), reading.broker());
            assertTrue(reading.hasExtension());
            assertTrue(reading.replicationEnabled());
            assertEquals(ReplicaState.LIVE, replica.state());
            assertEquals(3, replica.originalDepth());
            assertEquals(3, replica.replicaDepth());
            assertTrue(replica.inParity());
            assertTrue(replica.lastParityTime().isPresent());
            assertEquals(pair.brokers().original().hostAndPort(), replica.original());
            assertEquals(queue, replica.originalQueue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"service:jmx:rmi:///jndi/rmi://%1$s/jmxrmi", "service:jmx:rmi://%1$s/jndi/rmi://%1$s/jmxrmi"})
    void aWholeJmxUrlLeadsToTheBrokerToo(String form) throws Exception {
        String queue = replicatedQueue(2);
        String broker = pair.brokers().replica().name();
        BrokerProfile profile = BrokerProfile.of("By URL", form.formatted(pair.address(Way.JMX)), ManagedPair.USER)
                .withBroker(broker);

        try (BrokerConnection connection = BrokerConnection.to(profile.with(ManagedPair.SECRETS))) {
            assertEquals(broker, connection.read().broker());
            assertEquals(2, replica(connection.read(), queue).replicaDepth());
            assertTrue(connection.verify(queue).isEqual());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOriginalAndItsFollowersAreRead(Way way) throws Exception {
        String queue = replicatedQueue(2);

        try (BrokerConnection connection = pair.toOriginal(way)) {
            assertTrue(connection.read().originals().contains(queue));
            assertEquals(2, connection.original(queue).depth());
            // The frame with which the replica is in parity is sent before the original calls it live.
            await().atMost(PATIENCE)
                    .until(() -> connection.original(queue).followers().get(0).state() == ReplicaState.LIVE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void queuesComeInPagesWithTheirCounts(Way way) throws Exception {
        String prefix = newName();
        for (int i = 1; i <= 5; i++) {
            pair.brokers().original().createQueue(prefix + i);
        }
        send(prefix + 4, 7);
        await().until(() -> pair.brokers().original().depth(prefix + 4) == 7);

        try (BrokerConnection connection = pair.toOriginal(way)) {
            QueuePage second = connection.queues(2, 3, prefix);

            assertEquals(5, second.total());
            assertEquals(
                    List.of(prefix + 4, prefix + 5),
                    second.queues().stream()
                            .map(each -> each.location().queue())
                            .toList());
            assertEquals(7, second.queues().get(0).messages());
            assertTrue(connection.queues(1, 1_000, "").total() >= 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreBrowsedWithoutBeingConsumed(Way way) throws Exception {
        String queue = newName();
        pair.brokers().original().createQueue(queue);
        sendText(queue, "grüße", Map.of("region", "eu"));
        sendText(queue, "second", Map.of("region", "us"));
        // The broker shows as many as it counts.
        await().atMost(PATIENCE).until(() -> pair.brokers().original().depth(queue) == 2);

        try (BrokerConnection connection = pair.toOriginal(way)) {
            QueueLocation location = new QueueLocation(queue, queue, "ANYCAST");
            List<BrowsedMessage> all = connection.browse(location, 1, 10, "");
            List<BrowsedMessage> selected = connection.browse(location, 1, 10, "region = 'us'");

            assertEquals(2, all.size());
            assertEquals("grüße", all.get(0).text().orElseThrow());
            assertEquals("eu", all.get(0).properties().get("region"));
            assertEquals(List.of("second"), texts(selected));
            assertEquals(List.of("second"), texts(connection.browse(location, 2, 1, "")));
            assertEquals(2, pair.brokers().original().depth(queue));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplicaIsCreatedStoppedStartedVerifiedAndDisconnected(Way way) throws Exception {
        String queue = newName();
        pair.brokers().original().createQueue(queue);
        send(queue, 4);

        try (BrokerConnection connection = pair.toReplica(way)) {
            connection.createReplica(replica(queue, queue + ".copy"));
            awaitState(connection, queue + ".copy", ReplicaState.LIVE);
            connection.stop(queue + ".copy");
            assertEquals(
                    ReplicaState.STOPPED,
                    replica(connection.read(), queue + ".copy").state());
            connection.start(queue + ".copy");
            awaitState(connection, queue + ".copy", ReplicaState.LIVE);
            VerifyReport verified = connection.verify(queue + ".copy");
            DisconnectReport report = connection.disconnect(queue + ".copy");

            assertTrue(verified.isEqual());
            assertEquals(4, verified.getReplicaCount());
            assertEquals(4, report.getReplicaDepth());
            assertFalse(report.getDetail().isEmpty());
            assertTrue(connection.read().replicas().stream()
                    .noneMatch(each -> each.queue().equals(queue + ".copy")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQueueThatIsThereBecomesAReplica(Way way) throws Exception {
        String queue = newName();
        pair.brokers().original().createQueue(queue);
        send(queue, 3);
        pair.brokers().replica().createQueue(queue);

        try (BrokerConnection connection = pair.toReplica(way)) {
            connection.replicate(replica(queue, queue));

            awaitState(connection, queue, ReplicaState.LIVE);
            assertEquals(3, replica(connection.read(), queue).replicaDepth());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProbeOfTheOriginalIsMadeByTheReplicasBrokerAndCreatesNothing(Way way) throws Exception {
        String original = pair.brokers().original().hostAndPort();
        try (BrokerConnection connection = pair.toReplica(way)) {
            assertEquals(
                    OriginalProbe.Result.ADMITTED,
                    connection.probe(original, ORIGINALS).result());

            ConnectionFailure wrong = failureOf(() -> connection.probe(original, new Login(Broker.USER, "wrong")));
            assertEquals(Reason.REJECTED, wrong.reason());
            assertTrue(wrong.getMessage().contains("wrong user or password"), wrong.getMessage());
            ConnectionFailure nobody = failureOf(() -> connection.probe("127.0.0.1:" + FreePorts.next(), ORIGINALS));
            assertTrue(nobody.getMessage().contains("does not answer"), nobody.getMessage());
            assertTrue(connection.queues(1, 10, "connection-test").queues().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokerSaysWhereItListensForAmqp(Way way) throws Exception {
        try (BrokerConnection connection = pair.toOriginal(way)) {
            assertEquals(
                    List.of("amqp://there:" + pair.brokers().original().port()),
                    connection.acceptors().stream()
                            .map(each -> each.address("there"))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalOfTheBeanIsToldInItsOwnWords(Way way) throws Exception {
        String queue = newName();
        pair.brokers().replica().createQueue(queue);

        try (BrokerConnection connection = pair.toReplica(way)) {
            ConnectionFailure failure = failureOf(() -> connection.createReplica(replica(queue, queue)));

            assertEquals(Reason.REJECTED, failure.reason());
            assertTrue(failure.getMessage().contains(queue), failure.getMessage());
            assertFalse(failure.getMessage().contains("Exception"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplicaThatIsNotThereIsGone(Way way) throws Exception {
        try (BrokerConnection connection = pair.toReplica(way)) {
            assertEquals(
                    Reason.GONE,
                    failureOf(() -> connection.stop("no-such-queue")).reason());
            assertEquals(
                    Reason.GONE,
                    failureOf(() -> connection.original("no-such-queue")).reason());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordIsToldAsSuch(Way way) throws Exception {
        try (BrokerConnection connection =
                BrokerConnection.to(pair.replica(way).with(new BrokerProfile.Secrets("wrong")))) {
            ConnectionFailure failure = failureOf(connection::read);

            assertEquals(Reason.WRONG_PASSWORD, failure.reason());
            assertFalse(failure.getMessage().contains("wrong"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyThereIsToldAsUnreachable(Way way) throws Exception {
        String hostAndPort = "127.0.0.1:" + FreePorts.next();
        String address = way == Way.JMX ? hostAndPort : "http://" + hostAndPort + "/jolokia";

        try (BrokerConnection connection =
                BrokerConnection.to(BrokerProfile.of("nobody", address, "").with(new BrokerProfile.Secrets("")))) {
            assertEquals(Reason.UNREACHABLE, failureOf(connection::read).reason());
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneOfSeveralBrokersMustBeNamed(Way way) throws Exception {
        try (BrokerConnection connection =
                BrokerConnection.to(pair.replica(way).withBroker("").with(ManagedPair.SECRETS))) {
            String text = failureOf(connection::read).getMessage();

            assertTrue(text.contains(pair.brokers().original().name()), text);
            assertTrue(text.contains(pair.brokers().replica().name()), text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedConnectionAnswersNothing(Way way) throws Exception {
        BrokerConnection connection = pair.toReplica(way);
        connection.read();

        connection.close();

        assertEquals(Reason.CLOSED, failureOf(connection::read).reason());
    }

    /** A replica of a queue of the original broker, with a login that suits it. */
    private static NewReplica replica(String originalQueue, String replicaQueue) {
        return new NewReplica(pair.brokers().original().hostAndPort(), ORIGINALS, originalQueue, replicaQueue, false);
    }

    private static String newName() {
        return "queue-" + UUID.randomUUID().toString().substring(0, 8) + ".";
    }

    private static String replicatedQueue(int messages) throws Exception {
        String queue = newName();
        pair.brokers().original().createQueue(queue);
        send(queue, messages);
        pair.brokers().createReplica(queue);
        pair.brokers().awaitParity(queue);
        return queue;
    }

    private static void send(String queue, int messages) throws Exception {
        new MixedMessages(1, "console").send(pair.brokers().original().core(), queue, messages);
    }

    private static void sendText(String queue, String text, Map<String, String> properties) throws Exception {
        try (Connection connection = pair.brokers().original().core().createConnection();
                Session session = connection.createSession()) {
            TextMessage message = session.createTextMessage(text);
            for (Map.Entry<String, String> property : properties.entrySet()) {
                message.setStringProperty(property.getKey(), property.getValue());
            }
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }

    private static List<String> texts(List<BrowsedMessage> messages) {
        return messages.stream().map(each -> each.text().orElseThrow()).toList();
    }

    private static ReplicaReading replica(BrokerReading reading, String queue) {
        return reading.replicas().stream()
                .filter(each -> each.queue().equals(queue))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitState(BrokerConnection connection, String queue, ReplicaState state) {
        await().atMost(PATIENCE)
                .until(() -> replica(connection.read(), queue).state() == state
                        && replica(connection.read(), queue).inParity());
    }

    private static ConnectionFailure failureOf(Executable call) {
        return assertThrows(ConnectionFailure.class, call);
    }
}
