// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.JolokiaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log of an instance of the distribution, switched on as its own {@code log4j2.properties} provides. */
class AuditLogIT {

    private static final String REPLICATION =
            ObjectNames.queueReplication("node2").toString();

    private static final String OWN_LOGGERS = "io.replicaqueues";

    @TempDir
    private static Path folder;

    private static BrokerProcess node2;
    private static int jmxPort;

    @BeforeAll
    static void startBroker() throws Exception {
        jmxPort = FreePorts.next();
        node2 = BrokerProcess.named("node2", folder).create();
        Path etc = node2.instance().resolve("etc");
        replace(
                etc.resolve("log4j2.properties"),
                "logger.audit_resource.level = OFF",
                "logger.audit_resource.level = INFO");
        Files.writeString(
                etc.resolve("log4j2.properties"),
                "\nlogger.replication.name = " + OWN_LOGGERS + "\nlogger.replication.level = TRACE\n",
                StandardOpenOption.APPEND);
        replace(
                etc.resolve("management.xml"),
                "<authorisation>",
                "<connector connector-port=\"" + jmxPort + "\" connector-host=\"127.0.0.1\"/>\n   <authorisation>");
        node2.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        node2.close();
    }

    @Test
    void namesTheUserWhoCallsOverHttpAndTheReasonOfARefusal() throws Exception {
        String address = "amqp://somebody:" + Traces.SECRET + "@127.0.0.1:" + FreePorts.next();
        String queue = unique();

        JolokiaException refused = assertThrows(
                JolokiaException.class, () -> node2.jolokia().exec(REPLICATION, "createReplica", address, queue));

        String line = lineAbout(queue);
        assertEquals(
                "createReplica(" + address.replace(":" + Traces.SECRET, "") + ", " + queue
                        + ") on queue replication of broker node2",
                line.replaceFirst(".* called (.*): refused: .*", "$1"));
        assertEquals(
                refused.getMessage().replaceFirst(".*?(original queue .*)", "$1"),
                line.replaceFirst(".*: refused: ", ""));
        assertEquals(
                node2.user() + "(amq)@127.0.0.1:PORT",
                line.replaceFirst(".*User (\\S+) called.*", "$1").replaceFirst(":\\d+$", ":PORT"));
    }

    @Test
    void namesTheUserWhoCallsOverJmx() throws Exception {
        String queue = unique();
        try (JMXConnector connector = connect()) {
            QueueReplicationMXBean replication = JMX.newMXBeanProxy(
                    connector.getMBeanServerConnection(),
                    ObjectNames.queueReplication("node2"),
                    QueueReplicationMXBean.class);
            assertThrows(IllegalArgumentException.class, () -> replication.createReplicaAs("", queue, "copy", ""));
        }

        assertEquals(node2.user() + "(amq)@127.0.0.1", lineAbout(queue).replaceFirst(".*User (\\S+) called.*", "$1"));
    }

    @Test
    void noPasswordIsInItOrInAnyOtherLogOfTheBrokerAtAnyLevel() throws Exception {
        String queue = unique();
        JSONObject answer;
        try (EmbeddedBroker node1 = EmbeddedBroker.named("node1", folder.resolve("node1"))
                .operator("somebody", Traces.SECRET)
                .queueReplication("yes")
                .start()) {
            node1.createQueue(queue);
            answer = node2.jolokia().answerTo(REPLICATION, "createReplica", node1.address(), queue);
            lineAbout(queue);
        }
        await().until(() -> node2.log().contains("Disconnected from"));

        Traces traces = new Traces();
        answer.remove("request");
        traces.add("answer", answer.toJSONString());
        try (Stream<Path> logs = Files.list(node2.instance().resolve("log"))) {
            for (Path each : logs.toList()) {
                traces.add(each.getFileName().toString(), Files.readAllBytes(each));
            }
        }

        assertEquals(List.of(), traces.seen());
        assertTrue(traces.hold("answer", queue));
        assertTrue(traces.hold("audit.log", queue));
        assertTrue(traces.hold("artemis.log", OWN_LOGGERS));
    }

    private static String unique() {
        return "orders-" + UUID.randomUUID();
    }

    private static String lineAbout(String queue) {
        return await().until(
                        () -> lines().stream()
                                .filter(line -> line.contains(queue))
                                .toList(),
                        found -> found.size() == 1)
                .get(0);
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(node2.instance().resolve("log").resolve("audit.log"));
    }

    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect() throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi"),
                Map.of(JMXConnector.CREDENTIALS, new String[] {node2.user(), node2.password()}));
    }

    private static void replace(Path file, String old, String replacement) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(old)) {
            throw new IllegalStateException(file + " has no " + old);
        }
        Files.writeString(file, text.replace(old, replacement));
    }
}
