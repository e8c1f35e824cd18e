// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.ha;

import static io.replicaqueues.tests.ha.HaPairsUnderLoad.PATIENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.HaPair;
import io.replicaqueues.tests.broker.HaPair.Policy;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.broker.QueueContent;
import io.replicaqueues.tests.docs.Document;
import io.replicaqueues.tests.docs.Shell;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Original and replica are primary/backup pairs, whose brokers are killed and come back while clients go on. */
class PrimaryBackupPairsIT {

    private static final String QUEUE = "orders";
    private static final String STOPPED = "stopped";
    private static final String FAILED = "failed";
    private static final int KEPT = 20;
    private static final String DOCUMENTED_ADDRESS = "amqp://admin:secret@node1:5672,node1b:5672";

    @TempDir
    private Path folder;

    private HaPairsUnderLoad scene;
    private HaPair originals;
    private HaPair replicas;
    private ProcessPair pair;

    @AfterEach
    void stopBrokers() throws Exception {
        if (scene != null) {
            scene.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void followingGoesOnThroughEveryTakeOverAndFailbackOnBothSides(Policy policy) throws Exception {
        scene = HaPairsUnderLoad.start(folder, policy, QUEUE);
        originals = scene.originals();
        replicas = scene.replicas();
        pair = scene.pair();
        assertEquals(true, bean(pair.original(), "ReplicationEnabled"));
        scene.mixed().send(pair.original().amqp(), QUEUE, 500);
        createAsDocumented();
        createStoppedAndFailed();
        Object nodeId = pair.attribute(QUEUE, "OriginalNodeId");
        assertEquals(bean(pair.original(), "NodeId"), nodeId);

        scene.during(() -> {
            originals.killActive();
            originals.awaitTakeOver();
        });
        assertEquals(originals.backup().name(), pair.original().name());
        assertEquals(nodeId, bean(pair.original(), "NodeId"));
        scene.during(originals::failBack);

        try (Intruder intruder = new Intruder(replicas.amqp(), QUEUE)) {
            scene.during(() -> {
                replicas.killActive();
                replicas.awaitTakeOver();
            });
            assertEquals(replicas.backup().name(), pair.replica().name());
            scene.during(replicas::failBack);
            assertTrue(intruder.refusals() > 0);
            assertEquals(List.of(), List.copyOf(intruder.successes()));
        }
        assertStates();

        scene.during(() -> {
            originals.killActive();
            replicas.killActive();
            originals.awaitTakeOver();
            replicas.awaitTakeOver();
        });
        disconnectStopped();
        scene.during(() -> {
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

    /** By the command of the document, for the addresses that the brokers have here. */
    private void createAsDocumented() throws Exception {
        Document operations = Document.read("docs/operations.md");
        String command = operations.section("Primary/backup pairs").blocks().stream()
                .map(Document.Block::text)
                .filter(text -> text.contains("createReplica"))
                .findFirst()
                .orElseThrow();
        assertTrue(command.contains(DOCUMENTED_ADDRESS), command);
        Shell shell = Shell.with(
                operations.blocks().get(0).text(),
                Map.of(
                        "JOLOKIA2",
                        pair.replica().jolokiaUrl().toString(),
                        "ORIGIN",
                        "http://127.0.0.1",
                        "LOGIN",
                        Broker.USER + ":" + Broker.PASSWORD));
        String answer = shell.output(command.replace(DOCUMENTED_ADDRESS, originals.address()));
        assertTrue(answer.contains("\"status\":200"), answer);
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
        scene.mixed().send(pair.replica().amqp(), queue, 1);
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
