// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.StoredContent;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody takes messages from the pages of a replica queue. */
class TamperedPagesTest {

    private static final String QUEUE = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void whatATransactionTakesFromAPageIsNoticedWhenItCommits() throws Exception {
        AddressSettings paging = new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(20_000)
                .setPageSizeBytes(8_000);
        try (BrokerPair brokers = BrokerPair.start(folder, broker -> broker.addressSettings(QUEUE, paging))) {
            brokers.original().createQueue(QUEUE);
            new MixedMessages(1, "core").largeEvery(0).send(brokers.original().core(), QUEUE, 200);
            ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
            brokers.awaitParity(QUEUE);
            Queue queue = brokers.replica().server().locateQueue(SimpleString.of(QUEUE));

            Transaction transaction =
                    new TransactionImpl(brokers.replica().server().getStorageManager());
            queue.acknowledge(transaction, lastInPages(queue), AckReason.NORMAL, null, false);
            String before = replica.getLastParityTime();
            await().atMost(PATIENCE)
                    .until(() ->
                            replica.isInParity() && !replica.getLastParityTime().equals(before));
            assertEquals(0, replica.getRepairs(), "it has not gone yet");
            transaction.commit();

            await().atMost(PATIENCE).until(() -> replica.getRepairs() > 0);
            brokers.awaitParity(QUEUE);
            StoredContent.assertSame(
                    StoredContent.of(brokers.original(), QUEUE), StoredContent.of(brokers.replica(), QUEUE));
        }
    }

    private static MessageReference lastInPages(Queue queue) {
        MessageReference last = null;
        try (LinkedListIterator<MessageReference> references = queue.browserIterator()) {
            while (references.hasNext()) {
                last = references.next();
            }
        }
        if (last == null || !last.isPaged()) {
            throw new AssertionError("the replica queue does not page");
        }
        return last;
    }
}
