// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.http;

import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.nio.file.Path;

/**
 * The brokers with which roles are tried. For one thread.
 *
 * @param node1 an embedded one with the originals
 * @param node2 an instance of the distribution, which is an original as well
 */
public record RoleBrokers(EmbeddedBroker node1, BrokerProcess node2) implements AutoCloseable {

    /** Starts {@code node1} and creates {@code node2}, whose access has still to be set up. */
    public static RoleBrokers create(Path folder) throws Exception {
        EmbeddedBroker node1 = EmbeddedBroker.named("node1", folder.resolve("node1"))
                .queueReplication("yes")
                .start();
        for (String queue : RoleCall.ORIGINALS) {
            node1.createQueue(queue);
        }
        BrokerProcess node2 = BrokerProcess.named("node2", folder)
                .createOptions("--queues", "stock,returns")
                .create();
        return new RoleBrokers(node1, node2);
    }

    /** Starts {@code node2}, and {@code node1} follows a queue of it. */
    public void start() throws Exception {
        node2.start();
        BrokerPair.replicationOf(node1).createReplica(node2.address(), "stock");
    }

    @Override
    public void close() throws Exception {
        node2.close();
        node1.close();
    }
}
