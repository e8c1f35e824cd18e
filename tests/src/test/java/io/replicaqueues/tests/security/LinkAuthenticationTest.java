// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.ReplicaStatus;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.http.Certificate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import javax.management.ObjectName;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a replica broker logs in at an original broker, and knows that it is that one. */
class LinkAuthenticationTest {

    private static final String QUEUE = "orders";
    private static final int DEPTH = 5;
    private static final String USER = "replicator";
    private static final String PASSWORD = "replicator secret";
    private static final String ROLE = "replication";
    private static final String CODEC = ShiftingCodec.class.getName() + ";shift=3";

    @TempDir
    private static Path folder;

    private static final int TLS = FreePorts.next();
    private static final int TLS_OF_ANOTHER_HOST = FreePorts.next();
    private static final int TLS_FOR_CERTIFICATES = FreePorts.next();

    private static BrokerPair brokers;

    @BeforeAll
    static void startBrokers() throws Exception {
        Certificate.of(folder.resolve("node1"), "node1", "ip:127.0.0.1");
        Certificate.of(folder.resolve("elsewhere"), "elsewhere", "dns:elsewhere.example.org");
        Certificate.trust(
                folder.resolve("clients"),
                Certificate.of(folder.resolve("replica"), "replica", "dns:replica.example.org"),
                Certificate.of(folder.resolve("stranger"), "stranger", "dns:stranger.example.org"));
        Map<String, String> properties = Map.of(
                "queue-replication",
                "yes",
                "user",
                USER,
                "password",
                PasswordMaskingUtil.wrap(codec().encode(PASSWORD)));
        brokers = BrokerPair.start(
                folder,
                properties,
                LinkAuthenticationTest::original,
                replica -> replica.configure(configuration -> configuration.setPasswordCodec(CODEC)));
        brokers.original().createQueue(QUEUE);
        new MixedMessages(1, "one").largeEvery(0).send(brokers.original().amqp(), QUEUE, DEPTH);
    }

    private static void original(EmbeddedBrokerBuilder builder) {
        builder.user(USER, PASSWORD, ROLE)
                .certifiedUser("certified", "CN=replica", ROLE)
                .certifiedUser("stranger", "CN=stranger", "strangers")
                .permit("$queue-replication.#", sendingAndConsuming())
                .permit(QUEUE, browsing())
                .acceptor("tls", acceptor(TLS, "node1"))
                .acceptor("elsewhere", acceptor(TLS_OF_ANOTHER_HOST, "elsewhere"))
                .acceptor(
                        "certificates",
                        acceptor(TLS_FOR_CERTIFICATES, "node1")
                                + ";saslMechanisms=EXTERNAL;needClientAuth=true;trustStorePath="
                                + folder.resolve("clients") + ";trustStorePassword=" + Certificate.PASSWORD)
                // The plugin of both brokers has the masked property.
                .configure(configuration -> configuration.setPasswordCodec(CODEC));
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @AfterEach
    void endReplicas() throws Exception {
        for (ReplicaStatus status : brokers.replication().getReplicaStatuses()) {
            brokers.replicaOf(status.getQueue()).disconnect();
            brokers.replica().server().getActiveMQServerControl().destroyQueue(status.getQueue());
        }
    }

    @Test
    void byUserAndPasswordOfTheAddress() throws Exception {
        assertFollows("amqp://replicator:replicator%20secret@" + plain(), "");
    }

    @Test
    void byUserAndPasswordOfTheOptionsWhichAreStrongerThanTheAddress() throws Exception {
        assertFollows("amqp://nobody:nothing@" + plain(), "user=" + USER + ",password=" + PASSWORD);
    }

    @Test
    void byUserAndMaskedPasswordOfThePluginsProperties() throws Exception {
        assertFollows(plain(), "");
    }

    @Test
    void byAPasswordMaskedInTheAddress() throws Exception {
        String masked = URLEncoder.encode(codec().encode(PASSWORD), StandardCharsets.UTF_8);

        assertFollows("amqp://replicator:ENC(" + masked + ")@" + plain(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://replicator:wrong@", "amqp://replicator@", "amqp://nobody:replicator%20secret@"})
    void aWrongUserOrPasswordIsRefused(String login) {
        assertRefused(login + plain(), "wrong user or password");
    }

    @Test
    void storedDefinitionsHavePasswordsMaskedByTheBrokersCodecAndAreReadAgain() throws Exception {
        assertFollows(tls(TLS, "node1"), "user=" + USER + ",password=" + PASSWORD);
        ActiveMQServer server = brokers.replica().server();

        String stored = server.getStorageManager()
                .getPersistedKeyValuePairs("queue-replication")
                .get("copy")
                .getValue();
        brokers.replica().restart();

        assertFalse(stored.contains(Certificate.PASSWORD), stored);
        assertFalse(stored.contains("secret"), stored);
        assertTrue(stored.contains("trustStorePassword=ENC%28" + codec().encode(Certificate.PASSWORD)), stored);
        brokers.awaitParity(QUEUE, "copy");
    }

    @Test
    void overTlsWithTheCertificateOfTheHost() throws Exception {
        assertFollows(tls(TLS, "node1"), "");
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefused() {
        assertRefused(tls(TLS, "elsewhere"), "its certificate is not trusted");
        assertRefused("amqps://127.0.0.1:" + TLS, "its certificate is not trusted");
    }

    @Test
    void theCertificateOfAnotherHostIsRefusedUnlessTheHostIsNotToBeVerified() throws Exception {
        assertRefused(tls(TLS_OF_ANOTHER_HOST, "elsewhere"), "its certificate is for another host name");
        assertRefused(
                tls(TLS_OF_ANOTHER_HOST, "elsewhere") + "&verifyHost=true", "its certificate is for another host name");
        assertFollows(tls(TLS_OF_ANOTHER_HOST, "elsewhere") + "&verifyHost=false", "");
    }

    /** On a broker whose plugin has no user: a certificate is the login where there is no other. */
    @Test
    void byACertificateOfAUserWithThePermissions() throws Exception {
        try (EmbeddedBroker node3 = EmbeddedBroker.named("node3", folder.resolve("node3"))
                .queueReplication("yes")
                .start()) {
            QueueReplicationMXBean replication = BrokerPair.replicationOf(node3);
            String original = tls(TLS_FOR_CERTIFICATES, "node1");

            assertLine(
                    "User: CN=stranger does not have permission='SEND'",
                    () -> replication.createReplica(original + keyOf("stranger"), QUEUE));
            assertLine("TLS failed", () -> replication.createReplica(original, QUEUE));
            assertLine("TLS failed", () -> replication.createReplica(original + keyOf("elsewhere"), QUEUE));
            ObjectName replica = replication.createReplica(original + keyOf("replica"), QUEUE);

            ReplicaQueueMXBean followed = BrokerPair.proxy(replica, ReplicaQueueMXBean.class);
            await().until(() -> followed.isInParity() && followed.getReplicaDepth() == DEPTH);
        }
    }

    private static void assertFollows(String address, String options) {
        brokers.replication().createReplicaAs(address, QUEUE, "copy", options);
        brokers.awaitParity(QUEUE, "copy");
        assertEquals(ReplicaState.LIVE, brokers.replicaOf("copy").getState());
    }

    private static void assertRefused(String address, String reason) {
        assertLine(reason, () -> brokers.replication().createReplicaAs(address, QUEUE, "copy", ""));
        assertEquals(-1, brokers.replica().depth("copy"));
    }

    private static void assertLine(String reason, Executable call) {
        IllegalStateException refused = assertThrows(IllegalStateException.class, call);
        assertEquals(1, refused.getMessage().lines().count(), refused::getMessage);
        assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    }

    private static String plain() {
        return brokers.original().hostAndPort();
    }

    private static String tls(int port, String trusted) {
        return "amqps://127.0.0.1:" + port + "?trustStorePath=" + folder.resolve(trusted) + "&trustStorePassword="
                + Certificate.PASSWORD;
    }

    private static String keyOf(String name) {
        return "&keyStorePath=" + folder.resolve(name) + "&keyStorePassword=" + Certificate.PASSWORD;
    }

    private static String acceptor(int port, String store) {
        return "tcp://127.0.0.1:" + port + "?protocols=AMQP;sslEnabled=true;keyStorePath=" + folder.resolve(store)
                + ";keyStorePassword=" + Certificate.PASSWORD;
    }

    private static ShiftingCodec codec() {
        ShiftingCodec codec = new ShiftingCodec();
        codec.init(Map.of("shift", "3"));
        return codec;
    }

    private static Role sendingAndConsuming() {
        return new Role(ROLE, true, true, false, false, false, false, false, false, false, false, false, false);
    }

    private static Role browsing() {
        return new Role(ROLE, false, false, false, false, false, false, false, true, false, false, false, false);
    }
}
