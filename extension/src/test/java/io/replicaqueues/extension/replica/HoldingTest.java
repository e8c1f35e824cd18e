// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.replica.ReplicaDefinition.Counters;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldingTest {

    private static final long SECONDS = 60;

    @TempDir
    private Path data;

    private JournalBroker broker;
    private OrderedContext executor;
    private Holding holding;

    @BeforeEach
    void start() throws Exception {
        broker = new JournalBroker(data);
        Queue queue = broker.queue("replica");
        executor = new OrderedContext(broker.server());
        ReplicaEnvironment environment =
                new ReplicaEnvironment(broker.server(), null, null, null, null, null, (message, route) -> {}, null);
        holding = new Holding(
                environment,
                new ReplicaCondition(null, environment, definition()),
                queue,
                executor,
                new Room(broker.server(), queue),
                new UnheardChanges());
        broker.put(somebodyElses(), "replica");
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void whatIsNotTheOriginalsIsRemovedWhenTheQueueIsRead() throws Exception {
        read(() -> {});

        assertEquals(0, broker.messages("replica").size());
    }

    @Test
    void aReadingThatEndsAfterTheReplicaWasDisconnectedRemovesNothing() throws Exception {
        read(holding::end);

        assertEquals(1, broker.messages("replica").size());
    }

    /** @param meanwhile what happens while the queue is being read */
    private void read(Runnable meanwhile) throws Exception {
        CompletableFuture<Void> read = new CompletableFuture<>();
        executor.execute(() -> {
            holding.whenValid(
                    () -> read.complete(null), failure -> read.completeExceptionally(new AssertionError(failure)));
            meanwhile.run();
        });
        read.get(SECONDS, TimeUnit.SECONDS);
        holding.idle().get(SECONDS, TimeUnit.SECONDS);
        broker.storage().waitOnOperations();
    }

    private static CoreMessage somebodyElses() {
        CoreMessage message = new CoreMessage(0, 100);
        message.setAddress("replica");
        message.setDurable(true);
        message.getEncodeSize();
        return message;
    }

    private static ReplicaDefinition definition() {
        return new ReplicaDefinition(
                "replica", "", "original", "async", true, "", false, new Identity("node", 1), "", "", Counters.ZERO);
    }
}
