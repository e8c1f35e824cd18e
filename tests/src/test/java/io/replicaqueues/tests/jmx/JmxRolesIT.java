// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jmx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.http.RoleBrokers;
import io.replicaqueues.tests.http.RoleCall;
import io.replicaqueues.tests.http.RoleTable;
import io.replicaqueues.tests.http.StockAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.AttributeChangeNotification;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do over the JMX connector of an instance of the distribution: the same as over HTTP. */
class JmxRolesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OTHER = "unrelated";
    private static final ObjectName ORIGINAL = ObjectNames.original("node2", "stock");
    private static final List<ObjectName> BEANS = List.of(RoleCall.REPLICATION, RoleCall.REPLICA, ORIGINAL);

    @TempDir
    private static Path folder;

    private static RoleBrokers brokers;
    private static EmbeddedBroker node1;
    private static BrokerProcess node2;
    private static String url;
    private static RoleTable table;
    private static JMXConnector administrator;

    @BeforeAll
    static void startBrokers() throws Exception {
        table = RoleTable.read();
        brokers = RoleBrokers.create(folder);
        node1 = brokers.node1();
        node2 = brokers.node2();
        int port = FreePorts.next();
        url = "service:jmx:rmi:///jndi/rmi://localhost:" + port + "/jmxrmi";
        new StockAccess(node2.instance()).roles(OTHER).connector(port);
        brokers.start();
        administrator = connect(StockAccess.ADMINISTRATOR, StockAccess.PASSWORD);
        for (String queue : List.of("orders", "spare")) {
            administrator
                    .getMBeanServerConnection()
                    .invoke(RoleCall.REPLICATION, "createReplica", new Object[] {node1.address(), queue}, strings(2));
        }
        awaitLive();
        await().atMost(PATIENCE)
                .until(() -> administrator.getMBeanServerConnection().isRegistered(ORIGINAL));
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        administrator.close();
        brokers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {StockAccess.VIEWER, StockAccess.OPERATOR, RoleTable.AMQ, OTHER, StockAccess.ADMINISTRATOR})
    void aRoleMayCallWhatTheTableSaysAndNothingElse(String role) throws Exception {
        try (JMXConnector connector = as(role)) {
            MBeanServerConnection user = connector.getMBeanServerConnection();
            for (RoleCall call : RoleCall.all(node1.address())) {
                if (!call.operation().startsWith("start")) {
                    awaitLive();
                }
                Executable attempt = () -> user.invoke(
                        call.bean(),
                        call.operation(),
                        call.arguments().toArray(),
                        strings(call.arguments().size()));
                if (isAllowed(call.operation(), role)) {
                    assertDoesNotThrow(attempt, call::operation);
                } else {
                    Map<String, String> before = state();
                    assertRefused(call.operation(), attempt);
                    assertEquals(before, state(), call.operation());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {StockAccess.VIEWER, StockAccess.OPERATOR, StockAccess.ADMINISTRATOR, RoleTable.AMQ, OTHER})
    void aRoleMayReadEveryAttributeOfTheThreeBeansOrNoneAndWriteNone(String role) throws Exception {
        try (JMXConnector connector = as(role)) {
            MBeanServerConnection user = connector.getMBeanServerConnection();
            for (ObjectName bean : BEANS) {
                String[] names = Arrays.stream(user.getMBeanInfo(bean).getAttributes())
                        .map(MBeanAttributeInfo::getName)
                        .toArray(String[]::new);
                assertTrue(names.length > 0);
                for (String name : names) {
                    assertReads(role, name, () -> user.getAttribute(bean, name));
                    assertFalse(isAllowed(RoleTable.WRITE, role));
                    assertRefused(name, () -> user.setAttribute(bean, new Attribute(name, "")));
                    assertRefused(
                            name, () -> user.setAttributes(bean, new AttributeList(List.of(new Attribute(name, "")))));
                }
                assertReads(role, "all of " + bean, () -> user.getAttributes(bean, names));
            }
        }
    }

    @Test
    void aWrongPasswordAUserWithoutOneAndNoLoginAtAllAreRefused() {
        assertThrows(SecurityException.class, () -> connect(Broker.USER, "guess"));
        assertThrows(SecurityException.class, () -> connect(StockAccess.VIEWER, ""));
        assertThrows(SecurityException.class, () -> connect("nobody", Broker.PASSWORD));
        assertThrows(SecurityException.class, () -> connect(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {StockAccess.VIEWER, StockAccess.OPERATOR, StockAccess.ADMINISTRATOR})
    void aRoleOfQueueReplicationHasNothingElseOfTheBrokerOrItsJvm(String role) throws Exception {
        try (JMXConnector connector = as(role)) {
            MBeanServerConnection user = connector.getMBeanServerConnection();
            ObjectName broker = new ObjectName(ObjectNames.DOMAIN + ":broker=\"node2\"");
            assertRefused("the broker", () -> user.getAttribute(broker, "Version"));
            assertRefused(
                    "an operation of the broker",
                    () -> user.invoke(broker, "listAddresses", new Object[] {","}, strings(1)));
            assertRefused(
                    "the JVM", () -> user.getAttribute(new ObjectName("java.lang:type=Memory"), "HeapMemoryUsage"));
            assertRefused(
                    "a dump",
                    () -> user.invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "threadPrint",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()}));
        }
    }

    @Test
    void changesAreHeardOverTheConnectorWhoeverLogsIn() throws Exception {
        try (JMXConnector connector = as(OTHER)) {
            BlockingQueue<AttributeChangeNotification> heard = new LinkedBlockingQueue<>();
            connector
                    .getMBeanServerConnection()
                    .addNotificationListener(
                            RoleCall.REPLICA,
                            (notification, handback) -> heard.add((AttributeChangeNotification) notification),
                            null,
                            null);
            awaitLive();
            administrator.getMBeanServerConnection().invoke(RoleCall.REPLICA, "stop", new Object[0], strings(0));

            AttributeChangeNotification change = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            while (change != null && !change.getAttributeName().equals("State")) {
                change = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }

            assertEquals("Replica queue orders is STOPPED, was LIVE: stopped by an operator", change.getMessage());
            assertEquals("LIVE", change.getOldValue());
            assertEquals("STOPPED", change.getNewValue());
        } finally {
            administrator.getMBeanServerConnection().invoke(RoleCall.REPLICA, "start", new Object[0], strings(0));
        }
    }

    @Test
    void rolesGuardNeitherDescriptionsNorWhichMBeansThereAre() throws Exception {
        try (JMXConnector connector = as(OTHER)) {
            MBeanServerConnection user = connector.getMBeanServerConnection();
            ObjectName timer = new ObjectName("test:type=Timer");

            assertTrue(user.queryNames(ObjectNames.everyReplica("node2"), null).contains(RoleCall.REPLICA));
            assertTrue(user.getMBeanInfo(RoleCall.REPLICA).getDescription().startsWith("A replica queue"));
            user.createMBean("javax.management.timer.Timer", timer);
            user.unregisterMBean(timer);
        }
    }

    private static void assertReads(String role, String what, Executable read) {
        if (isAllowed(RoleTable.READ, role)) {
            assertDoesNotThrow(read, what);
        } else {
            assertRefused(what, read);
        }
    }

    private static void assertRefused(String what, Executable call) {
        assertThrows(SecurityException.class, call, what);
    }

    private static boolean isAllowed(String operation, String role) {
        return !role.equals(OTHER) && table.isAllowed(operation, role);
    }

    /** Which replicas there are, and since when each is in the state it is in. */
    private static Map<String, String> state() throws JMException, IOException {
        Map<String, String> state = new TreeMap<>();
        for (CompositeData replica : (CompositeData[])
                administrator.getMBeanServerConnection().getAttribute(RoleCall.REPLICATION, "ReplicaStatuses")) {
            state.put(replica.get("queue").toString(), replica.get("state") + " " + replica.get("stateSince"));
        }
        return state;
    }

    private static void awaitLive() {
        await().atMost(PATIENCE).until(() -> state().values().stream().allMatch(each -> each.startsWith("LIVE ")));
    }

    private static JMXConnector as(String role) throws IOException {
        return role.equals(RoleTable.AMQ)
                ? connect(node2.user(), node2.password())
                : connect(role, StockAccess.PASSWORD);
    }

    private static JMXConnector connect(String user, String password) throws IOException {
        return connect(Map.of(JMXConnector.CREDENTIALS, new String[] {user, password}));
    }

    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(Map<String, ?> environment) throws IOException {
        return JMXConnectorFactory.connect(new JMXServiceURL(url), environment);
    }

    private static String[] strings(int parameters) {
        String[] types = new String[parameters];
        Arrays.fill(types, String.class.getName());
        return types;
    }
}
