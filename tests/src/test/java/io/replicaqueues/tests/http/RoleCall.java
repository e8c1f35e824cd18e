// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.http;

import io.replicaqueues.mbeans.ObjectNames;
import java.util.List;
import javax.management.ObjectName;

/** How an operation is called so that it succeeds, on broker {@code node2}. All parameters are strings. Immutable. */
public record RoleCall(ObjectName bean, String operation, List<String> arguments) {

    /** The replica broker's bean. */
    public static final ObjectName REPLICATION = ObjectNames.queueReplication("node2");

    /** The bean of the replica that is there before the calls. */
    public static final ObjectName REPLICA = ObjectNames.replica("node2", "orders");

    /** Queues of the original; {@code node2} has a queue of its own called {@code returns} and a replica of {@code spare}. */
    public static final List<String> ORIGINALS = List.of("orders", "invoices", "returns", "spare");

    private RoleCall(ObjectName bean, String operation, String... arguments) {
        this(bean, operation, List.of(arguments));
    }

    /**
     * One call of every operation, to be made in this order.
     *
     * @param original address of the original broker
     */
    public static List<RoleCall> all(String original) {
        return List.of(
                new RoleCall(REPLICA, "stop"),
                new RoleCall(REPLICA, "start"),
                new RoleCall(REPLICA, "verify"),
                new RoleCall(REPLICATION, "stopAll"),
                new RoleCall(REPLICATION, "startAll"),
                new RoleCall(REPLICATION, "createReplica", original, "invoices"),
                new RoleCall(REPLICATION, "createReplicaAs", original, "invoices", "copy", ""),
                new RoleCall(REPLICATION, "replicate", original, "returns"),
                new RoleCall(ObjectNames.replica("node2", "spare"), "disconnect"));
    }
}
