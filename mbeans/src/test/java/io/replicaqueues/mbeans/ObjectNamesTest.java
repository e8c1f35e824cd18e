// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectNamesTest {

    @Test
    void theNamesAreThoseOfTheContract() {
        String broker = "org.apache.activemq.artemis:broker=\"node1\",component=queue-replication";

        assertEquals(broker, ObjectNames.queueReplication("node1").toString());
        assertEquals(
                broker + ",replica=\"orders\"",
                ObjectNames.replica("node1", "orders").toString());
        assertEquals(
                broker + ",original=\"orders\"",
                ObjectNames.original("node1", "orders").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "a\"b", "a*b?", "x=y,z", "a:b", "back\\slash", "two\nlines", "Größe ✓ 队列", " ", ""})
    void anyQueueNameIsQuotedAndReadBack(String queue) {
        ObjectName replica = ObjectNames.replica("broker " + queue, queue);
        ObjectName original = ObjectNames.original("broker " + queue, queue);

        assertFalse(replica.isPattern());
        assertEquals(Optional.of(queue), ObjectNames.replicaQueue(replica));
        assertEquals(Optional.empty(), ObjectNames.originalQueue(replica));
        assertEquals(Optional.of(queue), ObjectNames.originalQueue(original));
        assertEquals(Optional.empty(), ObjectNames.replicaQueue(original));
        assertEquals("broker " + queue, ObjectNames.broker(replica));
    }

    @Test
    void aPatternFindsTheReplicasOfItsBrokerAndNothingElse() throws Exception {
        MBeanServer server = MBeanServerFactory.newMBeanServer();
        Set<ObjectName> replicas = Set.of(
                ObjectNames.replica("b*", "a\"b"), ObjectNames.replica("b*", "x=y,z"), ObjectNames.replica("b*", "?"));
        Set<ObjectName> all = new HashSet<>(replicas);
        all.add(ObjectNames.replica("b1", "q"));
        all.add(ObjectNames.original("b*", "q"));
        all.add(ObjectNames.queueReplication("b*"));
        all.add(ObjectNames.queueReplication("b1"));
        for (ObjectName name : all) {
            server.registerMBean(
                    new StandardMBean(Stub.of(OriginalQueueMXBean.class), OriginalQueueMXBean.class, true), name);
        }

        assertEquals(replicas, server.queryNames(ObjectNames.everyReplica("b*"), null));
        assertEquals(Set.of(ObjectNames.original("b*", "q")), server.queryNames(ObjectNames.everyOriginal("b*"), null));
        assertEquals(
                Set.of(ObjectNames.queueReplication("b*"), ObjectNames.queueReplication("b1")),
                server.queryNames(ObjectNames.everyQueueReplication(), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.activemq.artemis:broker=\"b\"",
                "org.apache.activemq.artemis:broker=\"b\",component=addresses,address=\"q\"",
                "elsewhere:broker=\"b\",component=queue-replication,replica=\"q\"",
                "org.apache.activemq.artemis:broker=\"b\",component=queue-replication,replica=*"
            })
    void aForeignNameIsNotMistakenForAReplica(String name) throws Exception {
        ObjectName foreign = new ObjectName(name);

        assertEquals(Optional.empty(), ObjectNames.replicaQueue(foreign));
        assertThrows(IllegalArgumentException.class, () -> ObjectNames.broker(foreign));
    }
}
