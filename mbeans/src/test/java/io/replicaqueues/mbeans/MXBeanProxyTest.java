// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

/** What a Java client with the contract on its class path gets from the MBeans. */
final class MXBeanProxyTest {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @Test
    void aDisconnectReportArrivesWhole() throws Exception {
        DisconnectReport report = replica("disconnect", new DisconnectReport(3, 2, false, 41, "One short."))
                .disconnect();

        assertEquals(3, report.getOriginalDepth());
        assertEquals(2, report.getReplicaDepth());
        assertFalse(report.isInParity());
        assertEquals(41, report.getLagMillis());
        assertEquals("One short.", report.getDetail());
    }

    @Test
    void aVerifyReportArrivesWhole() throws Exception {
        VerifyReport report = replica("verify", new VerifyReport(5, 6, 1, 2, false, "Message 9 is missing."))
                .verify();

        assertEquals(5, report.getOriginalCount());
        assertEquals(6, report.getReplicaCount());
        assertEquals(1, report.getMissing());
        assertEquals(2, report.getUnexpected());
        assertFalse(report.isEqual());
        assertEquals("Message 9 is missing.", report.getDetail());
    }

    @Test
    void theReplicaStatusesArriveAsTheReplicasWereWhenRead() throws Exception {
        ReplicaQueueMXBean replica = Stub.of(
                ReplicaQueueMXBean.class,
                Map.of("getQueue", "orders", "getState", ReplicaState.CATCHING_UP, "getOriginalDepth", -1L));
        QueueReplicationMXBean client = client(
                ObjectNames.queueReplication("b"),
                QueueReplicationMXBean.class,
                Map.of("getReplicaStatuses", new ReplicaStatus[] {replica}));

        ReplicaStatus[] statuses = client.getReplicaStatuses();

        assertEquals(1, statuses.length);
        assertEquals("orders", statuses[0].getQueue());
        assertEquals(ReplicaState.CATCHING_UP, statuses[0].getState());
        assertEquals(-1, statuses[0].getOriginalDepth());
        assertEquals(7, statuses[0].getRepairs());
        assertTrue(statuses[0].isInParity());
    }

    @Test
    void theReplicasOfAnOriginalArriveWhole() throws Exception {
        OriginalReplica sent =
                new OriginalReplica("node", "10.0.0.2:41000", "2026-01-02T03:04:05Z", ReplicaState.LIVE, 1, 2, 3);
        OriginalQueueMXBean client = client(
                ObjectNames.original("b", "q"),
                OriginalQueueMXBean.class,
                Map.of("getReplicas", new OriginalReplica[] {sent}));

        OriginalReplica received = client.getReplicas()[0];

        assertEquals("node", received.getNodeId());
        assertEquals("10.0.0.2:41000", received.getRemoteAddress());
        assertEquals("2026-01-02T03:04:05Z", received.getSince());
        assertEquals(ReplicaState.LIVE, received.getState());
        assertEquals(1, received.getChangesPending());
        assertEquals(2, received.getChangesUnconfirmed());
        assertEquals(3, received.getBytesSent());
    }

    @Test
    void namesOfBeansArriveAsNames() throws Exception {
        ObjectName[] names = {ObjectNames.replica("b", "a*b")};
        QueueReplicationMXBean client =
                client(ObjectNames.queueReplication("b"), QueueReplicationMXBean.class, Map.of("getReplicas", names));

        assertArrayEquals(names, client.getReplicas());
    }

    private ReplicaQueueMXBean replica(String operation, Object result) throws Exception {
        return client(ObjectNames.replica("b", "q"), ReplicaQueueMXBean.class, Map.of(operation, result));
    }

    private <T> T client(ObjectName name, Class<T> bean, Map<String, Object> results) throws Exception {
        server.registerMBean(new StandardMBean(Stub.of(bean, results), bean, true), name);
        return JMX.newMXBeanProxy(server, name, bean);
    }
}
