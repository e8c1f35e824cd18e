// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jconsole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.Description;
import io.replicaqueues.mbeans.OriginalQueueMXBean;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks at the demo with JConsole, stops and starts its replica and hears of it. */
@Tag("jconsole")
class JConsoleIT {

    static final Path IMAGES = Path.of(System.getProperty("jconsole.images", "target/jconsole"));
    static final String DOMAIN = "org.apache.activemq.artemis";
    private static final String ORDERS = "\"orders\"";
    private static final String COMPONENT = "queue-replication";
    private static final String ATTRIBUTES = "Attributes";
    private static final String OPERATIONS = "Operations";
    private static final String NOTIFICATIONS = "Notifications";
    private static final String DONE = "Method successfully invoked";
    private static final Map<String, Integer> WIDE = Map.of(
            "TimeStamp", 70, "Type", 40, "UserData", 250, "SeqNum", 30, "Message", 540, "Event", 15, "Source", 15);

    @TempDir
    private Path folder;

    private JConsole console;

    @Test
    void anOperatorStopsAndStartsAReplicaAndSeesWhatHappens() throws Exception {
        try (DemoProcess demo = DemoProcess.start(folder)) {
            console = JConsole.connect(demo.url(), DemoProcess.USER, DemoProcess.PASSWORD, IMAGES);
            looksAtTheReplica();
            looksAtTheOriginal();
            looksAtTheBroker();
            subscribes();
            stops();
            assertEquals("STOPPED", demo.state());
            starts();
            verifies();
            seesTheNotifications();
        }
    }

    private void looksAtTheReplica() throws Exception {
        openReplica(ATTRIBUTES);
        Map<String, String> values = console.attributes("State", "LIVE");
        assertEquals("orders", values.get("Queue"));
        assertEquals("async", values.get("Acknowledgement"));
        assertTrue(Long.parseLong(values.get("ReplicaDepth")) > 0, values::toString);
        assertEquals(
                attributes(ReplicaQueueMXBean.class),
                values.keySet().stream().sorted().toList());
        console.capture("jconsole-replica-attributes");

        openReplica(ATTRIBUTES, "LagMillis");
        assertEquals(
                description(ReplicaQueueMXBean.class, "getLagMillis"),
                console.described("LagMillis").get(0).get("Description"));
    }

    private void looksAtTheOriginal() throws Exception {
        console.open(DOMAIN, "\"node1\"", COMPONENT, ORDERS, ATTRIBUTES);
        Map<String, String> values = console.attributes("Queue", "orders");
        assertEquals(
                List.of("Depth", "Queue", "Replicas"),
                values.keySet().stream().sorted().toList());
        console.open(DOMAIN, "\"node1\"", COMPONENT, ORDERS, ATTRIBUTES, "Replicas");
        assertEquals(
                description(OriginalQueueMXBean.class, "getReplicas"),
                console.described("Replicas").get(0).get("Description"));
        assertEquals("LIVE", console.expand("Replicas", "changesPending").get("state"));
        console.capture("jconsole-original");
    }

    private void looksAtTheBroker() throws Exception {
        openBroker(ATTRIBUTES);
        assertEquals("true", console.attributes("Broker", "node2").get("ReplicationEnabled"));
        openBroker(OPERATIONS, "createReplicaAs");
        List<Map<String, String>> parts = console.described("createReplicaAs");
        assertEquals("ACTION", parts.get(0).get("Impact"));
        assertEquals(
                description(QueueReplicationMXBean.class, "createReplicaAs"),
                parts.get(0).get("Description"));
        assertEquals(
                List.of("original", "originalQueue", "replicaQueue", "options"),
                parts.stream().skip(1).map(part -> part.get("Name")).toList());
        assertTrue(parts.get(4).get("Description").startsWith("key=value pairs"), parts::toString);
        assertEquals(parts.get(0).get("Description"), console.toolTip("createReplicaAs"));
        openBroker(OPERATIONS, "createReplica");
        console.described("createReplica");
        console.capture("jconsole-create-replica");
        // What is in the fields when nobody fills them in.
        console.click("createReplica");
        console.confirm("Problem invoking createReplica");
    }

    private void subscribes() throws Exception {
        openReplica(NOTIFICATIONS);
        console.click("Subscribe");
    }

    private void stops() throws Exception {
        openReplica(OPERATIONS, "stop");
        assertEquals(
                description(ReplicaQueueMXBean.class, "stop"),
                console.described("stop").get(0).get("Description"));
        console.click("stop");
        console.confirm(DONE);
        openReplica(ATTRIBUTES);
        console.attributes("State", "STOPPED");
    }

    private void starts() throws Exception {
        openReplica(OPERATIONS, "start");
        console.described("start");
        console.click("start");
        console.confirm(DONE);
        openReplica(ATTRIBUTES);
        console.attributes("State", "LIVE");
        console.attributes("InParity", "true");
    }

    private void verifies() throws Exception {
        openReplica(OPERATIONS, "verify");
        console.described("verify");
        console.click("verify");
        Map<String, String> report = console.pairs("equal");
        assertEquals("true", report.get("equal"));
        console.capture("jconsole-verify");
        console.click("OK");
    }

    private void seesTheNotifications() throws Exception {
        openReplica(NOTIFICATIONS);
        console.widen(WIDE);
        List<List<String>> rows = console.table(2, "State: CATCHING_UP -> LIVE");
        console.capture("jconsole-notifications");
        assertEquals(
                List.of(
                        "State: LIVE -> STOPPED | Replica queue orders is STOPPED, was LIVE: stopped by an operator",
                        "State: STOPPED -> CONNECTING"
                                + " | Replica queue orders is CONNECTING, was STOPPED: started by an operator",
                        "State: CONNECTING -> CATCHING_UP"
                                + " | Replica queue orders is CATCHING_UP, was CONNECTING: connected to the original",
                        "State: CATCHING_UP -> LIVE | Replica queue orders is LIVE, was CATCHING_UP: caught up"),
                oldestFirst(rows, "State: "));
        assertEquals(
                "InParity: true -> false | Replica queue orders is not known to be in parity: stopped by an operator",
                oldestFirst(rows, "InParity: ").get(0));
    }

    /** User data and message of the notifications of one attribute; JConsole has the newest at the top. */
    private static List<String> oldestFirst(List<List<String>> rows, String attribute) {
        List<String> changes = new ArrayList<>(rows.stream()
                .filter(row -> row.get(2).startsWith(attribute))
                .map(row -> row.get(2) + " | " + row.get(4))
                .toList());
        Collections.reverse(changes);
        return changes;
    }

    private void openReplica(String... path) throws Exception {
        open("\"node2\"", Stream.concat(Stream.of(COMPONENT, ORDERS), Stream.of(path)));
    }

    private void openBroker(String... path) throws Exception {
        open("\"node2\"", Stream.concat(Stream.of(COMPONENT), Stream.of(path)));
    }

    private void open(String broker, Stream<String> path) throws Exception {
        console.open(Stream.concat(Stream.of(DOMAIN, broker), path).toArray(String[]::new));
    }

    private static List<String> attributes(Class<?> contract) {
        return Arrays.stream(contract.getMethods())
                .map(Method::getName)
                .filter(name -> name.matches("(get|is)[A-Z].*"))
                .map(name -> name.replaceFirst("^(get|is)", ""))
                .sorted()
                .toList();
    }

    private static String description(Class<?> contract, String method) {
        return Arrays.stream(contract.getMethods())
                .filter(each -> each.getName().equals(method))
                .findFirst()
                .orElseThrow()
                .getAnnotation(Description.class)
                .value();
    }
}
