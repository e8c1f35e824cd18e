// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.RecordedLines;
import io.replicaqueues.extension.replica.ReplicaDefinition.Counters;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import io.replicaqueues.mbeans.ReplicaState;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicasTest {

    private static final List<String> QUEUES = List.of("invoices", "orders", "payments");

    @TempDir
    private Path data;

    private final ReplicaGuard guard = new ReplicaGuard();
    private JournalBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new JournalBroker(data);
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoices", "orders", "payments"})
    void oneReplicaThatCannotBeLoadedLeavesNoOtherUnprotected(String broken) throws Exception {
        for (String queue : QUEUES) {
            broker.queue(queue);
            new DefinitionStore(broker.storage()).save(definition(queue));
        }
        Replicas replicas = new Replicas(
                broker.server(),
                null,
                guard,
                new ReplicaSettings(true, null, null, 32, 1_000),
                (message, route) -> {},
                new EventsWithout(broken));

        try (RecordedLines lines = RecordedLines.of(Replicas.class)) {
            replicas.load();
            assertEquals(
                    List.of("The stored definition of replica queue " + broken
                            + " cannot be used and is kept as it is: java.lang.IllegalStateException: no bean"),
                    lines.all());
        }

        assertEquals(2, replicas.all().size());
        for (String queue : QUEUES) {
            Queue protectedQueue = broker.queue(queue);
            assertThrows(ActiveMQException.class, () -> guard.beforeCreateConsumer(protectedQueue, false));
        }
        assertEquals(
                3, new DefinitionStore(broker.storage()).load().definitions().size());
    }

    /** Cannot show one of the replicas. */
    private record EventsWithout(String queue) implements ReplicaEvents {

        @Override
        public void created(ReplicaQueue replica) {
            if (replica.queueName().equals(queue)) {
                throw new IllegalStateException("no bean");
            }
        }

        @Override
        public void disconnected(ReplicaQueue replica) {}

        @Override
        public void stateChanged(ReplicaQueue replica, ReplicaState before, ReplicaState after, String reason) {}

        @Override
        public void acknowledgementChanged(ReplicaQueue replica, String before, String after, String reason) {}

        @Override
        public void parityChanged(ReplicaQueue replica, boolean inParity, String reason) {}
    }

    private static ReplicaDefinition definition(String queue) {
        return new ReplicaDefinition(
                queue,
                "amqp://node1:5672",
                queue,
                "async",
                false,
                "",
                false,
                new Identity("a node id", 1),
                "an activation",
                "{}",
                Counters.ZERO);
    }
}
