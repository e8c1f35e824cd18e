// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica has counted since it was created is stored while it follows. */
class CountersAfterCrashTest {

    private static final String QUEUE = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder);
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void aBrokerThatCrashesAWhileAfterTheLastChangeHasCountedItAll() throws Exception {
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        new MixedMessages(1, "producer").send(brokers.original().core(), QUEUE, 40);
        brokers.awaitParity(QUEUE);
        assertEquals(40, replica.getMessagesAdded());
        await().atMost(PATIENCE).until(() -> stored().contains("\"added\":40,"));
        long bytes = replica.getBytesReceived();

        // What the crash takes of non-durable messages would come again, and count.
        brokers.original().stop();
        brokers.replica().kill();
        brokers.replica().start();

        ReplicaQueueMXBean after = brokers.replicaOf(QUEUE);
        assertEquals(40, after.getMessagesAdded());
        assertTrue(after.getBytesReceived() > bytes / 2);
    }

    private String stored() {
        return brokers.replica()
                .server()
                .getStorageManager()
                .getPersistedKeyValuePairs("queue-replication")
                .get(QUEUE)
                .getValue();
    }
}
