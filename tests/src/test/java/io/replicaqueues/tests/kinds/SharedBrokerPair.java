// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.activemq.artemis.utils.FileUtil;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One pair of brokers for all tests of a class, each of which uses a queue of its own. */
final class SharedBrokerPair implements BeforeAllCallback, AfterAllCallback {

    private final Consumer<EmbeddedBrokerBuilder> setup;
    private Path folder;
    private BrokerPair pair;

    SharedBrokerPair() {
        this(each -> {});
    }

    /** Both brokers set up further by {@code setup}. */
    SharedBrokerPair(Consumer<EmbeddedBrokerBuilder> setup) {
        this.setup = setup;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("kinds");
        pair = BrokerPair.start(folder, setup);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        pair.close();
        FileUtil.deleteDirectory(folder.toFile());
    }

    EmbeddedBroker original() {
        return pair.original();
    }

    EmbeddedBroker replica() {
        return pair.replica();
    }

    QueueReplicationMXBean replication() {
        return pair.replication();
    }

    ReplicaQueueMXBean replicaOf(String queue) {
        return pair.replicaOf(queue);
    }

    ReplicaQueueMXBean createReplica(String queue) {
        return pair.createReplica(queue);
    }

    void awaitParity(String queue) {
        pair.awaitParity(queue);
    }

    void awaitSameStored(String queue) {
        pair.awaitSameStored(queue);
    }

    /** Sends messages of a test. */
    interface Round {
        void send(int number) throws Exception;
    }

    /** Follows a queue whose messages come before it is followed, live, and while the replica is away. */
    ReplicaQueueMXBean followThroughAReconnection(String queue, Round round) throws Exception {
        round.send(0);
        ReplicaQueueMXBean replica = createReplica(queue);
        awaitSameStored(queue);
        round.send(1);
        awaitSameStored(queue);
        replica.stop();
        round.send(2);
        replica.start();
        awaitSameStored(queue);
        assertEquals(0, replica.getRepairs());
        return replica;
    }
}
