// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import java.util.Optional;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The names of the MBeans, in the broker's own domain. Broker and queue names are quoted, so any name works. Stateless:
 * any thread may call it.
 */
public final class ObjectNames {

    /** The domain of the broker's own MBeans. */
    public static final String DOMAIN = "org.apache.activemq.artemis";

    private static final String BROKER = "broker";
    private static final String REPLICA = "replica";
    private static final String ORIGINAL = "original";
    private static final String COMPONENT = "component";
    private static final String QUEUE_REPLICATION = "queue-replication";

    private ObjectNames() {}

    /**
     * Names the {@link QueueReplicationMXBean} of a broker.
     *
     * @param broker name of the broker, unquoted
     * @return the name
     */
    public static ObjectName queueReplication(String broker) {
        return name(ObjectName.quote(broker), "");
    }

    /**
     * Names the {@link ReplicaQueueMXBean} of a replica queue.
     *
     * @param broker name of the replica broker, unquoted
     * @param queue name of the replica queue, unquoted
     * @return the name
     */
    public static ObjectName replica(String broker, String queue) {
        return name(ObjectName.quote(broker), "," + REPLICA + "=" + ObjectName.quote(queue));
    }

    /**
     * Names the {@link OriginalQueueMXBean} of an original queue.
     *
     * @param broker name of the original broker, unquoted
     * @param queue name of the original queue, unquoted
     * @return the name
     */
    public static ObjectName original(String broker, String queue) {
        return name(ObjectName.quote(broker), "," + ORIGINAL + "=" + ObjectName.quote(queue));
    }

    /**
     * Matches the {@link QueueReplicationMXBean} of every broker in an MBean server.
     *
     * @return a pattern to query with
     */
    public static ObjectName everyQueueReplication() {
        return name("*", "");
    }

    /**
     * Matches the {@link ReplicaQueueMXBean} of every replica of a broker.
     *
     * @param broker name of the replica broker, unquoted
     * @return a pattern to query with
     */
    public static ObjectName everyReplica(String broker) {
        return name(ObjectName.quote(broker), "," + REPLICA + "=*");
    }

    /**
     * Matches the {@link OriginalQueueMXBean} of every original of a broker.
     *
     * @param broker name of the original broker, unquoted
     * @return a pattern to query with
     */
    public static ObjectName everyOriginal(String broker) {
        return name(ObjectName.quote(broker), "," + ORIGINAL + "=*");
    }

    /**
     * Reads the name of the broker.
     *
     * @param name the name of any of the three MBeans
     * @return the broker's name, unquoted
     * @throws IllegalArgumentException if the name is not one of the three
     */
    public static String broker(ObjectName name) {
        return value(name, BROKER)
                .orElseThrow(() -> new IllegalArgumentException("Not an MBean of queue replication: " + name));
    }

    /**
     * Reads the name of the replica queue.
     *
     * @param name any name
     * @return the queue's name, unquoted; empty if this is not the name of a {@link ReplicaQueueMXBean}
     */
    public static Optional<String> replicaQueue(ObjectName name) {
        return value(name, REPLICA);
    }

    /**
     * Reads the name of the original queue.
     *
     * @param name any name
     * @return the queue's name, unquoted; empty if this is not the name of an {@link OriginalQueueMXBean}
     */
    public static Optional<String> originalQueue(ObjectName name) {
        return value(name, ORIGINAL);
    }

    private static Optional<String> value(ObjectName name, String key) {
        String value = name.getKeyProperty(key);
        if (value == null
                || name.isPattern()
                || !DOMAIN.equals(name.getDomain())
                || !QUEUE_REPLICATION.equals(name.getKeyProperty(COMPONENT))) {
            return Optional.empty();
        }
        return Optional.of(value.startsWith("\"") ? ObjectName.unquote(value) : value);
    }

    private static ObjectName name(String broker, String queue) {
        String name = DOMAIN + ":" + BROKER + "=" + broker + "," + COMPONENT + "=" + QUEUE_REPLICATION + queue;
        try {
            return ObjectName.getInstance(name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("Not an object name: " + name, e);
        }
    }
}
