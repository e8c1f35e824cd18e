// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jmx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.Broker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads every attribute of all beans of some brokers, each by itself, as JConsole does. For one thread. */
final class EveryAttribute {

    /** What waits for a peer waits for seconds; the rest of it is for a machine that has other things to do. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

    private EveryAttribute() {}

    /** The beans of queue replication of a broker. */
    static Set<ObjectName> beansOf(Broker broker) {
        Set<ObjectName> beans = new TreeSet<>(MBEANS.queryNames(ObjectNames.everyReplica(broker.name()), null));
        beans.addAll(MBEANS.queryNames(ObjectNames.everyOriginal(broker.name()), null));
        beans.add(ObjectNames.queueReplication(broker.name()));
        return beans;
    }

    /**
     * Fails if an attribute throws, is null or takes long; returns how long the slowest took. A bean that goes meanwhile,
     * as that of an original does once nothing follows it, is no failure.
     */
    static Duration read(Broker... brokers) throws JMException {
        Duration slowest = Duration.ZERO;
        for (Broker broker : brokers) {
            for (ObjectName bean : beansOf(broker)) {
                try {
                    Duration took = slowestOf(bean);
                    slowest = took.compareTo(slowest) > 0 ? took : slowest;
                } catch (InstanceNotFoundException gone) {
                    assertFalse(MBEANS.isRegistered(bean), () -> bean + " is there and was not found");
                }
            }
        }
        return slowest;
    }

    private static Duration slowestOf(ObjectName bean) throws JMException {
        Duration slowest = Duration.ZERO;
        for (MBeanAttributeInfo attribute : MBEANS.getMBeanInfo(bean).getAttributes()) {
            long began = System.nanoTime();
            Object value = MBEANS.getAttribute(bean, attribute.getName());
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertNotNull(value, attribute.getName());
            assertTrue(took.compareTo(BOUND) < 0, () -> attribute.getName() + " of " + bean + ": " + took);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        return slowest;
    }

    /** The attributes of one bean. */
    static Map<String, Object> of(ObjectName bean) throws JMException {
        Map<String, Object> values = new HashMap<>();
        for (MBeanAttributeInfo attribute : MBEANS.getMBeanInfo(bean).getAttributes()) {
            values.put(attribute.getName(), MBEANS.getAttribute(bean, attribute.getName()));
        }
        assertFalse(values.isEmpty());
        return values;
    }
}
