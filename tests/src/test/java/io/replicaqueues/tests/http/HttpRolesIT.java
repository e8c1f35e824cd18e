// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.http;

import static java.util.stream.Collectors.toCollection;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.OriginalQueueMXBean;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.JolokiaClient;
import io.replicaqueues.tests.broker.JolokiaException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do over HTTP on an instance of the distribution with the files of {@code jolokia-config}. */
class HttpRolesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OTHER = "unrelated";
    private static final Pattern ATTRIBUTE = Pattern.compile("(?:get|is)([A-Z]\\w*)");

    private static final String REPLICATION = RoleCall.REPLICATION.toString();
    private static final String REPLICA = RoleCall.REPLICA.toString();
    private static final String BROKER = ObjectNames.DOMAIN + ":broker=\"node2\"";
    private static final String LIST_ADDRESSES = "listAddresses(java.lang.String)";
    private static final Map<String, Class<?>> BEANS = Map.of(
            REPLICATION,
            QueueReplicationMXBean.class,
            REPLICA,
            ReplicaQueueMXBean.class,
            ObjectNames.original("node2", "stock").toString(),
            OriginalQueueMXBean.class);

    @TempDir
    private static Path folder;

    private static RoleBrokers brokers;
    private static EmbeddedBroker node1;
    private static BrokerProcess node2;

    private static RoleTable table;

    @BeforeAll
    static void startBrokers() throws Exception {
        table = RoleTable.read();
        brokers = RoleBrokers.create(folder);
        node1 = brokers.node1();
        node2 = brokers.node2();
        new StockAccess(node2.instance())
                .roles(OTHER)
                .policy("jolokia-access.xml", "http://" + node2.jolokiaUrl().getRawAuthority());
        brokers.start();
        JolokiaClient administrator = as(StockAccess.ADMINISTRATOR);
        administrator.exec(REPLICATION, "createReplica", node1.address(), "orders");
        administrator.exec(REPLICATION, "createReplica", node1.address(), "spare");
        awaitLive();
        await().atMost(PATIENCE).until(() -> ((List<?>) administrator.read(REPLICATION, "Originals")).size() == 1);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void theTableHasEveryOperation() {
        Set<String> operations = BEANS.values().stream()
                .flatMap(contract -> Arrays.stream(contract.getMethods()))
                .map(Method::getName)
                .filter(name -> !ATTRIBUTE.matcher(name).matches())
                .collect(toCollection(TreeSet::new));
        operations.addAll(List.of(RoleTable.READ, RoleTable.WRITE));

        assertEquals(operations, table.operations());
        assertEquals(
                operations,
                Stream.concat(calls().stream().map(RoleCall::operation), Stream.of(RoleTable.READ, RoleTable.WRITE))
                        .collect(toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {StockAccess.VIEWER, StockAccess.OPERATOR, RoleTable.AMQ, StockAccess.ADMINISTRATOR})
    void aRoleMayCallWhatTheTableSaysAndNothingElse(String role) throws Exception {
        JolokiaClient user = as(role);
        for (RoleCall call : calls()) {
            if (!call.operation().startsWith("start")) {
                awaitLive();
            }
            if (table.isAllowed(call.operation(), role)) {
                assertDoesNotThrow(() -> exec(user, call), call::operation);
            } else {
                Object before = state();
                assertRefused(call.operation(), () -> exec(user, call));
                assertRefused(call.operation(), () -> execBySignature(user, call));
                assertEquals(before, state(), call.operation());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {StockAccess.VIEWER, StockAccess.OPERATOR, StockAccess.ADMINISTRATOR, RoleTable.AMQ})
    void aRoleMayReadEveryAttributeOfTheThreeBeansOrNoneAndWriteNone(String role) throws Exception {
        JolokiaClient user = as(role);
        for (Map.Entry<String, Class<?>> bean : BEANS.entrySet()) {
            for (String attribute : attributesOf(bean.getValue())) {
                Executable read = () -> user.read(bean.getKey(), attribute);
                if (table.isAllowed(RoleTable.READ, role)) {
                    assertDoesNotThrow(read, attribute);
                } else {
                    assertRefused(attribute, read);
                }
                assertFalse(table.isAllowed(RoleTable.WRITE, role));
                // Null is of every type: Jolokia converts a value before the broker asks for roles.
                assertRefused(attribute, () -> user.write(bean.getKey(), attribute, null));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {StockAccess.VIEWER, StockAccess.OPERATOR, StockAccess.ADMINISTRATOR})
    void aRoleOfQueueReplicationHasNothingElseOfTheBrokerOrItsJvm(String role) {
        JolokiaClient user = as(role);
        assertRefused("an attribute of the broker", () -> user.read(BROKER, "Version"));
        assertRefused("an operation of the broker", () -> user.exec(BROKER, LIST_ADDRESSES, ","));
        assertRefused("the JVM's memory", () -> user.read("java.lang:type=Memory", "HeapMemoryUsage"));
        assertRefused("a dump", () -> user.exec("com.sun.management:type=DiagnosticCommand", "threadPrint", ""));
        assertRefused("Jolokia's settings", () -> user.read("jolokia:type=Config", "Debug"));
    }

    @Test
    void theRestOfTheBrokerAndTheConsoleStayWithRoleAmq() throws Exception {
        JolokiaClient user = as(RoleTable.AMQ);
        assertTrue(user.read(BROKER, "Version").toString().startsWith("2."));
        assertTrue(user.exec(BROKER, LIST_ADDRESSES, ",").toString().contains("stock"));
        assertTrue(user.read("java.lang:type=Memory", "HeapMemoryUsage") instanceof Map);
        assertEquals(
                true,
                user.exec(
                        "hawtio:type=security,area=jmx,name=ArtemisJMXSecurity",
                        "canInvoke(java.lang.String,java.lang.String)",
                        BROKER,
                        LIST_ADDRESSES));
    }

    @Test
    void aUserWithoutAnyOfTheRolesCannotLogIn() {
        JolokiaException refused =
                assertThrows(JolokiaException.class, () -> as(OTHER).version());

        assertEquals(403, refused.status());
        assertTrue(refused.getMessage().startsWith("HTTP status"), refused::getMessage);
    }

    private static List<RoleCall> calls() {
        return RoleCall.all(node1.address());
    }

    private static void exec(JolokiaClient user, RoleCall call) throws Exception {
        user.exec(call.bean().toString(), call.operation(), call.arguments().toArray());
    }

    /** The same, naming the operation by its signature: policies by name alone overlook that. */
    private static void execBySignature(JolokiaClient user, RoleCall call) throws Exception {
        String types = String.join(",", Collections.nCopies(call.arguments().size(), "java.lang.String"));
        user.exec(
                call.bean().toString(),
                call.operation() + "(" + types + ")",
                call.arguments().toArray());
    }

    private static JolokiaClient as(String role) {
        return role.equals(RoleTable.AMQ) ? node2.jolokia() : node2.jolokia(role, StockAccess.PASSWORD);
    }

    private static void assertRefused(String what, Executable call) {
        JolokiaException refused = assertThrows(JolokiaException.class, call, what);
        assertEquals(403, refused.status(), () -> what + ": " + refused.getMessage());
        assertFalse(refused.getMessage().startsWith("HTTP status"), refused::getMessage);
    }

    /** Which replicas there are, and since when each is in the state it is in. */
    private static Map<String, Object> state() throws Exception {
        Map<String, Object> state = new LinkedHashMap<>();
        for (Object each : statuses()) {
            Map<?, ?> status = (Map<?, ?>) each;
            state.put(status.get("queue").toString(), List.of(status.get("state"), status.get("stateSince")));
        }
        return state;
    }

    private static void awaitLive() {
        await().atMost(PATIENCE)
                .until(() -> statuses().stream()
                        .map(each -> ((Map<?, ?>) each).get("state"))
                        .allMatch("LIVE"::equals));
    }

    private static List<?> statuses() throws Exception {
        return (List<?>) as(StockAccess.VIEWER).read(REPLICATION, "ReplicaStatuses");
    }

    private static Set<String> attributesOf(Class<?> contract) {
        return Arrays.stream(contract.getMethods())
                .map(method -> ATTRIBUTE.matcher(method.getName()))
                .filter(Matcher::matches)
                .map(name -> name.group(1))
                .collect(toCollection(TreeSet::new));
    }
}
