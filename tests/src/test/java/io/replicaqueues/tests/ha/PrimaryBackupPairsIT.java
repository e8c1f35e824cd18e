// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.ha;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.HaPair;
import io.replicaqueues.tests.broker.HaPair.Policy;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.broker.QueueContent;
import io.replicaqueues.tests.fault.Direction;
import io.replicaqueues.tests.fault.LinkFault;
import io.replicaqueues.tests.fault.TcpProxy;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Original and replica are primary/backup pairs, whose brokers are killed and come back while clients go on. */
class PrimaryBackupPairsIT {

    private static final String QUEUE = "orders";
    private static final String STOPPED = "stopped";
    private static final String FAILED = "failed";
    private static final int KEPT = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private HaPair originals;
    private HaPair replicas;
    private ProcessPair pair;
    private final List<TcpProxy> networks = new ArrayList<>();
    private final FailoverLoad load = new FailoverLoad(QUEUE);
    private final MixedMessages mixed = new MixedMessages(21, "mixed");

    private void startPairs(Policy policy) throws Exception {
        originals = HaPair.create("node1", folder, policy, each -> {});
        replicas = HaPair.create("node2", folder, policy, each -> {});
        HaPair.startAll(originals, replicas);
        pair = ProcessPair.of(originals, replicas);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        load.close();
        if (replicas != null) {
            replicas.close();
        }
        if (originals != null) {
            originals.close();
        }
        for (TcpProxy network : networks) {
            network.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void followingGoesOnThroughEveryTakeOverAndFailbackOnBothSides(Policy policy) throws Exception {
        startPairs(policy);
        assertEquals(true, bean(pair.original(), "ReplicationEnabled"));
        mixed.send(pair.original().amqp(), QUEUE, 500);
        pair.createReplica(QUEUE);
        createStoppedAndFailed();
        Object nodeId = pair.attribute(QUEUE, "OriginalNodeId");
        assertEquals(bean(pair.original(), "NodeId"), nodeId);

        underLoad(() -> {
            originals.killActive();
            originals.awaitTakeOver();
        });
        assertEquals(originals.backup().name(), pair.original().name());
        assertEquals(nodeId, bean(pair.original(), "NodeId"));
        underLoad(originals::failBack);

        try (Intruder intruder = new Intruder(replicas.amqp(), QUEUE)) {
            underLoad(() -> {
                replicas.killActive();
                replicas.awaitTakeOver();
            });
            assertEquals(replicas.backup().name(), pair.replica().name());
            underLoad(replicas::failBack);
            assertTrue(intruder.refusals() > 0);
            assertEquals(List.of(), List.copyOf(intruder.successes()));
        }
        assertStates();

        underLoad(() -> {
            originals.killActive();
            replicas.killActive();
            originals.awaitTakeOver();
            replicas.awaitTakeOver();
        });
        disconnectStopped();
        underLoad(() -> {
            originals.failBack();
            replicas.failBack();
        });

        assertEquals(nodeId, pair.attribute(QUEUE, "OriginalNodeId"));
        assertEquals(List.of(), replicationBeans(replicas.backup()), "a passive broker has no replicas");
        assertNotAReplica(STOPPED);
        assertEquals("FAILED", pair.attribute(FAILED, "State"));
        assertNeverFailed();
        Map<?, ?> verified = (Map<?, ?>) pair.exec(QUEUE, "verify");
        assertEquals(true, verified.get("equal"), String.valueOf(verified));
        Map<?, ?> report = (Map<?, ?>) pair.exec(QUEUE, "disconnect");
        assertEquals(true, report.get("inParity"), String.valueOf(report));
    }

    @Test
    void producersWaitForAReplicaThroughEveryTakeOverAndLoseNothingWithTheirBrokers() throws Exception {
        startPairs(Policy.REPLICATION);
        mixed.send(pair.original().amqp(), QUEUE, 100);
        TcpProxy toPrimary = network(originals.primary());
        TcpProxy toBackup = network(originals.backup());
        String address = toPrimary.addressOf(originals.primary()) + ",127.0.0.1:" + toBackup.port();
        pair.createReplica(address, QUEUE, QUEUE, "acknowledgement=sync");
        awaitSynchronous();

        underLoad(() -> {
            originals.killActive();
            originals.awaitTakeOver();
            awaitSynchronous();
        });
        underLoad(() -> {
            replicas.killActive();
            replicas.awaitTakeOver();
            awaitSynchronous();
        });
        originals.failBack();
        awaitSynchronous();

        // What is on its way is lost with the original: were the replica not waited for, confirmed messages would be.
        toPrimary.impair(Direction.TO_CLIENT, LinkFault.delay(Duration.ofMillis(100)));
        load.start(originals.amqp(), originals.core());
        awaitConfirmed(load.confirmed() + 200);
        assertEquals("sync", pair.attribute(QUEUE, "Acknowledgement"));
        originals.primary().kill();
        originals.backup().kill();
        load.assertNothingLost(QueueContent.of(pair.replica(), QUEUE));

        originals.primary().start();
        awaitConfirmed(load.confirmed() + 50);
        awaitSynchronous();
        load.pause();
        pair.awaitParity(QUEUE);
        load.assertNothingLost(QueueContent.of(pair.original(), QUEUE));
        pair.assertSameContentByProducer(QUEUE);
    }

    private TcpProxy network(BrokerProcess broker) throws IOException {
        TcpProxy network = TcpProxy.to(broker.port());
        networks.add(network);
        return network;
    }

    private void awaitSynchronous() {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> "sync".equals(pair.attribute(QUEUE, "Acknowledgement")));
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Does something to the brokers while clients are at work, and then compares everything. */
    private void underLoad(Step step) throws Exception {
        int before = load.confirmed();
        load.start(originals.amqp(), originals.core());
        awaitConfirmed(before + 200);
        step.run();
        awaitConfirmed(load.confirmed() + 200);
        load.pause();
        mixed.send(pair.original().core(), QUEUE, 50);
        pair.awaitParity(QUEUE);
        QueueContent original = QueueContent.of(pair.original(), QUEUE);
        load.assertNothingLost(original);
        pair.assertSameContentByProducer(QUEUE);
    }

    private void awaitConfirmed(int count) {
        await().atMost(PATIENCE).until(() -> load.confirmed() >= count);
    }

    private void createStoppedAndFailed() throws Exception {
        sendDurable(STOPPED);
        pair.createReplica(STOPPED);
        pair.awaitParity(STOPPED);
        pair.exec(STOPPED, "stop");
        sendDurable(FAILED);
        pair.createReplica(FAILED);
        pair.awaitParity(FAILED);
        pair.original()
                .jolokia()
                .exec(
                        ObjectNames.DOMAIN + ":broker=\"" + pair.original().name() + "\"",
                        "destroyQueue(java.lang.String)",
                        FAILED);
        await().atMost(PATIENCE).until(() -> "FAILED".equals(pair.attribute(FAILED, "State")));
        assertStates();
    }

    /** What is not durable would not survive the broker of a replica that does not follow. */
    private void sendDurable(String queue) {
        try (JMSContext context =
                pair.original().core().createContext(Broker.USER, Broker.PASSWORD, JMSContext.AUTO_ACKNOWLEDGE)) {
            JMSProducer producer = context.createProducer();
            IntStream.range(0, KEPT).forEach(number -> producer.send(context.createQueue(queue), "message " + number));
        }
    }

    private void assertStates() throws Exception {
        assertEquals("STOPPED", pair.attribute(STOPPED, "State"));
        assertEquals(KEPT, QueueContent.of(pair.replica(), STOPPED).size());
        assertEquals("FAILED", pair.attribute(FAILED, "State"));
        assertTrue(pair.attribute(FAILED, "LastError").toString().contains("was deleted"));
        assertEquals(KEPT, QueueContent.of(pair.replica(), FAILED).size());
    }

    private void disconnectStopped() throws Exception {
        assertStates();
        pair.exec(STOPPED, "disconnect");
        assertNotAReplica(STOPPED);
    }

    private void assertNotAReplica(String queue) throws Exception {
        assertFalse(
                pair.replica().jolokia().search(ObjectNames.DOMAIN + ":component=queue-replication,*").stream()
                        .anyMatch(name -> name.contains("replica=\"" + queue)),
                queue);
        mixed.send(pair.replica().amqp(), queue, 1);
    }

    private static List<String> replicationBeans(BrokerProcess broker) throws Exception {
        return broker.jolokia().search(ObjectNames.DOMAIN + ":component=queue-replication,*");
    }

    /** FAILED is for what needs a person, and nothing that happened here did, but for the queue that was deleted. */
    private void assertNeverFailed() throws Exception {
        for (String log : replicas.logs()) {
            assertEquals(
                    List.of(),
                    log.lines()
                            .filter(line -> line.contains("Replica queue " + QUEUE) && line.contains("is FAILED"))
                            .toList());
        }
    }

    private static Object bean(BrokerProcess broker, String attribute) throws Exception {
        return broker.jolokia().read(ObjectNames.queueReplication(broker.name()).toString(), attribute);
    }
}
