// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.StandardMBean;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanOperationInfo;
import javax.management.openmbean.OpenType;
import org.junit.jupiter.api.Test;

/** The MBeans' names and types to the letter: scripts rely on them. */
final class ManagementContractTest {

    private static final String STRING = "java.lang.String";
    private static final String LONG = "long";
    private static final String BOOLEAN = "boolean";
    private static final String NAMES = "[Ljavax.management.ObjectName;";
    private static final String COMPOSITES = "[Ljavax.management.openmbean.CompositeData;";

    private static final Map<String, String> REPLICA_ATTRIBUTES = Map.ofEntries(
            Map.entry("Queue", STRING),
            Map.entry("Original", STRING),
            Map.entry("OriginalQueue", STRING),
            Map.entry("OriginalNodeId", STRING),
            Map.entry("Acknowledgement", STRING),
            Map.entry("State", STRING),
            Map.entry("StateSince", STRING),
            Map.entry("ConnectedSince", STRING),
            Map.entry("LastParityTime", STRING),
            Map.entry("LastErrorTime", STRING),
            Map.entry("LastError", STRING),
            Map.entry("OriginalDepth", LONG),
            Map.entry("ReplicaDepth", LONG),
            Map.entry("DepthDifference", LONG),
            Map.entry("InParity", BOOLEAN),
            Map.entry("LagMillis", LONG),
            Map.entry("MessagesAdded", LONG),
            Map.entry("MessagesRemoved", LONG),
            Map.entry("BytesReceived", LONG),
            Map.entry("Reconnects", LONG),
            Map.entry("Repairs", LONG),
            Map.entry("CatchUpRemaining", LONG));

    @Test
    void queueReplicationHasTheAttributesOfTheContract() throws Exception {
        Map<String, String> contract = Map.of(
                "Broker", STRING,
                "NodeId", STRING,
                "Version", STRING,
                "ReplicationEnabled", BOOLEAN,
                "Replicas", NAMES,
                "Originals", NAMES,
                "ReplicaStatuses", COMPOSITES);

        assertEquals(new TreeMap<>(contract), attributes(QueueReplicationMXBean.class));
    }

    @Test
    void queueReplicationHasTheOperationsOfTheContract() throws Exception {
        String name = "javax.management.ObjectName";
        Set<String> contract = Set.of(
                name + " createReplica(java.lang.String, java.lang.String)",
                name + " replicate(java.lang.String, java.lang.String)",
                name + " createReplicaAs(java.lang.String, java.lang.String, java.lang.String, java.lang.String)",
                "void startAll()",
                "void stopAll()");

        assertEquals(contract, operations(QueueReplicationMXBean.class));
    }

    @Test
    void replicaQueueHasTheAttributesOfTheContract() throws Exception {
        assertEquals(new TreeMap<>(REPLICA_ATTRIBUTES), attributes(ReplicaQueueMXBean.class));
    }

    @Test
    void replicaQueueHasTheOperationsOfTheContract() throws Exception {
        String report = "javax.management.openmbean.CompositeData";
        Set<String> contract = Set.of("void start()", "void stop()", report + " disconnect()", report + " verify()");

        assertEquals(contract, operations(ReplicaQueueMXBean.class));
    }

    @Test
    void originalQueueHasTheAttributesOfTheContractAndNoOperation() throws Exception {
        assertEquals(
                new TreeMap<>(Map.of("Queue", STRING, "Depth", LONG, "Replicas", COMPOSITES)),
                attributes(OriginalQueueMXBean.class));
        assertEquals(Set.of(), operations(OriginalQueueMXBean.class));
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        for (Class<?> bean :
                List.of(QueueReplicationMXBean.class, ReplicaQueueMXBean.class, OriginalQueueMXBean.class)) {
            for (MBeanAttributeInfo attribute : info(bean).getAttributes()) {
                assertFalse(attribute.isWritable(), attribute.getName());
            }
        }
    }

    @Test
    void aReplicaStatusHoldsEveryScalarAttributeOfTheReplica() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        REPLICA_ATTRIBUTES.forEach((name, type) -> expected.put(
                Character.toLowerCase(name.charAt(0)) + name.substring(1),
                type.replace("long", "java.lang.Long").replace("boolean", "java.lang.Boolean")));

        assertEquals(expected, items(elements(attributeType(QueueReplicationMXBean.class, "ReplicaStatuses"))));
    }

    @Test
    void anOriginalDescribesEachOfItsReplicas() throws Exception {
        Map<String, String> contract = Map.of(
                "nodeId", STRING,
                "remoteAddress", STRING,
                "since", STRING,
                "state", STRING,
                "changesPending", "java.lang.Long",
                "changesUnconfirmed", "java.lang.Long",
                "bytesSent", "java.lang.Long");

        assertEquals(new TreeMap<>(contract), items(elements(attributeType(OriginalQueueMXBean.class, "Replicas"))));
    }

    @Test
    void disconnectReturnsTheReportOfTheContract() throws Exception {
        Map<String, String> contract = Map.of(
                "originalDepth", "java.lang.Long",
                "replicaDepth", "java.lang.Long",
                "inParity", "java.lang.Boolean",
                "lagMillis", "java.lang.Long",
                "detail", STRING);

        assertEquals(new TreeMap<>(contract), items(returnType("disconnect")));
    }

    @Test
    void verifyReturnsTheReportOfTheContract() throws Exception {
        Map<String, String> contract = Map.of(
                "originalCount", "java.lang.Long",
                "replicaCount", "java.lang.Long",
                "missing", "java.lang.Long",
                "unexpected", "java.lang.Long",
                "equal", "java.lang.Boolean",
                "detail", STRING);

        assertEquals(new TreeMap<>(contract), items(returnType("verify")));
    }

    private static <T> MBeanInfo info(Class<T> bean) throws Exception {
        return new StandardMBean(Stub.of(bean), bean, true).getMBeanInfo();
    }

    private static Map<String, String> attributes(Class<?> bean) throws Exception {
        return new TreeMap<>(Arrays.stream(info(bean).getAttributes())
                .collect(toMap(MBeanAttributeInfo::getName, MBeanAttributeInfo::getType)));
    }

    private static Set<String> operations(Class<?> bean) throws Exception {
        return Arrays.stream(info(bean).getOperations())
                .map(operation -> {
                    List<String> types = new ArrayList<>();
                    Arrays.stream(operation.getSignature()).forEach(parameter -> types.add(parameter.getType()));
                    return operation.getReturnType() + " " + operation.getName() + "(" + String.join(", ", types) + ")";
                })
                .collect(toSet());
    }

    private static OpenType<?> attributeType(Class<?> bean, String name) throws Exception {
        return Arrays.stream(info(bean).getAttributes())
                .filter(attribute -> attribute.getName().equals(name))
                .map(attribute -> ((OpenMBeanAttributeInfo) attribute).getOpenType())
                .findFirst()
                .orElseThrow();
    }

    private static OpenType<?> returnType(String operationName) throws Exception {
        return Arrays.stream(info(ReplicaQueueMXBean.class).getOperations())
                .filter(operation -> operation.getName().equals(operationName))
                .map(operation -> ((OpenMBeanOperationInfo) operation).getReturnOpenType())
                .findFirst()
                .orElseThrow();
    }

    private static OpenType<?> elements(OpenType<?> array) {
        return ((ArrayType<?>) array).getElementOpenType();
    }

    private static Map<String, String> items(OpenType<?> type) {
        CompositeType composite = (CompositeType) type;
        return new TreeMap<>(composite.keySet().stream()
                .collect(toMap(key -> key, key -> composite.getType(key).getClassName())));
    }
}
