// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.amqp.AmqpSender;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.amqp.OriginalConnections;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.security.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets one line that names what is wrong and what to do; nothing changes. */
class RefusalsTest {

    private static final String QUEUE = "orders";

    @TempDir
    private static Path folder;

    private static BrokerPair brokers;

    @BeforeAll
    static void startBrokers() throws Exception {
        brokers = BrokerPair.start(
                folder,
                builder -> builder.user("guest", "guest-secret", "guests")
                        .permit(
                                "$queue-replication.#",
                                new Role(
                                        "guests", true, true, false, false, false, false, false, false, false, false,
                                        false, false)));
        brokers.original().createQueue(QUEUE);
        new MixedMessages(1, "one").largeEvery(0).send(brokers.original().amqp(), QUEUE, 10);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void anAddressWhereNobodyAnswers() throws Exception {
        int port = FreePorts.next();
        refused(() -> create("127.0.0.1:" + port, QUEUE), QUEUE, "127.0.0.1:" + port, "does not answer");
    }

    @Test
    void aMalformedAddress() {
        refused(() -> create("amqp://a b:77777777", QUEUE), "is no address", "host:port");
        refused(() -> create("", QUEUE), "host[:port]");
        refused(() -> create(null, QUEUE), "host[:port]");
    }

    @Test
    void aWrongPasswordWhichIsNotShown() {
        String address = "amqp://operator:wrong-secret@" + brokers.original().hostAndPort();
        String line = refused(() -> create(address, QUEUE), QUEUE, "operator", "password");
        assertFalse(line.contains("wrong-secret"), line);
    }

    @Test
    void aQueueTheOriginalBrokerDoesNotHave() {
        refused(
                () -> create(address(), "nowhere"),
                "nowhere",
                brokers.original().name(),
                "check the name");
    }

    @Test
    void aQueueTheUserMayNotBrowse() {
        String address = "amqp://guest:guest-secret@" + brokers.original().hostAndPort();
        refused(() -> create(address, QUEUE), QUEUE, "BROWSE");
    }

    @Test
    void aQueueThatExistsAlready() throws Exception {
        brokers.original().createQueue("both");
        brokers.replica().createQueue("both");
        refused(() -> create(address(), "both"), "both", "exists", "replicate()");
    }

    @Test
    void aQueueThatDoesNotExistHere() {
        refused(() -> replication().replicate(address(), QUEUE), QUEUE, "does not exist", "createReplica()");
    }

    @Test
    void aQueueWithForeignMessages() throws Exception {
        brokers.original().createQueue("foreign");
        brokers.replica().createQueue("foreign");
        new MixedMessages(2, "two").largeEvery(0).send(brokers.replica().amqp(), "foreign", 5);
        assertEquals(5, brokers.replica().depth("foreign"));

        refused(() -> replication().replicate(address(), "foreign"), "foreign", "5 messages", "remove them");

        assertEquals(5, brokers.replica().depth("foreign"));
        assertFalse(isReplica("foreign"));
    }

    @Test
    void anExistingEmptyQueueIsTaken() throws Exception {
        brokers.original().createQueue("adopted");
        brokers.replica().createQueue("adopted");
        new MixedMessages(3, "three").largeEvery(0).send(brokers.original().amqp(), "adopted", 5);

        replication().replicate(address(), "adopted");

        await().until(() -> brokers.replicaOf("adopted").isInParity()
                && brokers.replicaOf("adopted").getReplicaDepth() == 5);
        brokers.replicaOf("adopted").disconnect();
        replication().replicate(address(), "adopted");
        await().until(() -> brokers.replicaOf("adopted").isInParity());
    }

    @Test
    void aSecondReplicaOfTheSameName() throws Exception {
        brokers.original().createQueue("twice");
        create(address(), "twice");
        refused(() -> create(address(), "twice"), "twice", "is a replica", "disconnect()");
        refused(() -> replication().replicate(address(), "twice"), "twice", "is a replica", "disconnect()");
    }

    @Test
    void aReplicaOfItself() throws Exception {
        brokers.replica().createQueue("mirror");
        refused(() -> replication().replicate(brokers.replica().address(), "mirror"), "mirror", "itself");
    }

    @Test
    void illegalNames() {
        for (String name : new String[] {"", " ", " padded ", "a::b", null}) {
            refused(() -> create(address(), name), "name");
            refused(() -> replication().createReplicaAs(address(), QUEUE, name, ""), "name");
        }
    }

    @Test
    void unknownOptions() {
        refused(() -> createAs("colour=blue"), "colour", "allowed are");
        refused(() -> createAs("acknowledgement"), "key=value");
        refused(() -> createAs("acknowledgement=never"), "never", "allowed are");
        refused(() -> createAs("password=only-secret"), "user");
        refused(() -> createAs("user=only"), "password");
    }

    @Test
    void anIncompatibleProtocolVersion() throws Exception {
        try (OriginalConnections connections = new OriginalConnections()) {
            AmqpSender control = connections
                    .acquire(OriginalAddress.parse(address()))
                    .get()
                    .openSender(Protocol.CONTROL_ADDRESS)
                    .get();
            Map<String, Object> request = Map.of(
                    Protocol.REQUEST,
                    Protocol.OPEN,
                    Protocol.VERSION_KEY,
                    Protocol.VERSION + 1,
                    Protocol.FEED,
                    "any",
                    Protocol.QUEUE,
                    QUEUE,
                    Protocol.REPLICA_NODE,
                    "any",
                    Protocol.REPLICA_QUEUE,
                    QUEUE);
            refused(
                    () -> control.send(request, new byte[0]).join(),
                    "protocol version " + Protocol.VERSION,
                    "the same version of the extension");
        }
    }

    @Test
    void replicationNotEnabledHere() throws Exception {
        try (EmbeddedBroker disabled = disabledBroker()) {
            QueueReplicationMXBean replication = BrokerPair.replicationOf(disabled);
            assertFalse(replication.isReplicationEnabled());
            refused(() -> replication.createReplica(address(), QUEUE), disabled.name(), "queue-replication=yes");
            refused(replication::startAll, disabled.name(), "queue-replication=yes");
        }
    }

    @Test
    void replicationNotEnabledThere() throws Exception {
        try (EmbeddedBroker disabled = disabledBroker()) {
            disabled.createQueue(QUEUE);
            refused(() -> create(disabled.address(), QUEUE), disabled.name(), "queue-replication=yes");
        }
    }

    @Test
    void anOriginalBrokerWithoutTheExtension() throws Exception {
        try (EmbeddedBroker stock =
                EmbeddedBroker.named("stock", folder.resolve("stock")).start()) {
            stock.createQueue(QUEUE);
            Set<?> addresses = stock.server().getPostOffice().getAddresses();
            refused(() -> create(stock.address(), QUEUE), QUEUE, "not loaded", "ReplicaQueuesPlugin");
            assertEquals(addresses, stock.server().getPostOffice().getAddresses());
        }
    }

    @Test
    void operationsOnABeanThatIsNotInAStateForThem() throws Exception {
        brokers.original().createQueue("paused");
        create(address(), "paused");
        brokers.replicaOf("paused").stop();
        refused(() -> brokers.replicaOf("paused").verify(), "paused", "STOPPED", "start()");
        brokers.replicaOf("paused").stop();
        assertEquals(ReplicaState.STOPPED, brokers.replicaOf("paused").getState());
    }

    private static EmbeddedBroker disabledBroker() throws Exception {
        String name = "disabled-" + System.nanoTime();
        return EmbeddedBroker.named(name, folder.resolve(name))
                .plugin(() -> BrokerPair.plugin(Map.of("queue-replication", "no")))
                .start();
    }

    private static QueueReplicationMXBean replication() {
        return brokers.replication();
    }

    private static String address() {
        return brokers.original().address();
    }

    private static void create(String original, String queue) {
        replication().createReplica(original, queue);
    }

    private static void createAs(String options) {
        replication().createReplicaAs(address(), QUEUE, "other", options);
    }

    private static boolean isReplica(String queue) {
        return BrokerPair.isRegistered(ObjectNames.replica(brokers.replica().name(), queue));
    }

    /** Without the one that the broker makes by itself at some time after its start. */
    private static Set<String> queues() {
        return Stream.of(brokers.replica().server().getActiveMQServerControl().getQueueNames())
                .filter(name -> !name.startsWith("$sys."))
                .collect(Collectors.toSet());
    }

    /** Returns the line after checking it, and that no queue was left behind. */
    private static String refused(Executable call, String... mentioned) {
        Set<String> queues = queues();
        String line = assertThrows(RuntimeException.class, call).getMessage();
        for (String word : mentioned) {
            assertTrue(line.contains(word), () -> "'" + word + "' is not in: " + line);
        }
        assertEquals(1, line.lines().count(), line);
        assertEquals(queues, queues());
        return line;
    }
}
