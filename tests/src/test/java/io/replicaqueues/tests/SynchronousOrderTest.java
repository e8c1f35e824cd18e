// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.QueueContent;
import io.replicaqueues.tests.fault.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One producer's messages, and their order, while some of them wait for a synchronous replica of another queue. */
class SynchronousOrderTest {

    private static final String HELD = "invoices";
    private static final String QUEUE = "orders";
    private static final String COPY = "copy";
    private static final String OPTIONS = "acknowledgement=sync";
    private static final Duration LONGER_THAN_A_COMPARISON = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder, Map.of("sync-timeout", "20000"));
        brokers.original().createQueue(HELD);
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void messagesThatWereOnTheirWayWhenASynchronousReplicaCameStayBeforeLaterOnes() throws Exception {
        try (TcpProxy network = TcpProxy.to(brokers.original().port());
                Producers.Sender sender = Producers.CORE_ASYNCHRONOUS.connect(brokers.original(), HELD, QUEUE)) {
            brokers.replication().createReplicaAs(network.addressOf(brokers.original()), HELD, HELD, OPTIONS);
            awaitSynchronous(brokers.replicaOf(HELD));
            network.silence();
            CompletableFuture<Void> sent = CompletableFuture.allOf(sending(sender, "held", "first"));
            awaitRouted(1);

            brokers.createReplica(QUEUE, QUEUE, OPTIONS);
            await().atMost(PATIENCE)
                    .until(() -> brokers.followersOf(QUEUE).stream()
                            .anyMatch(follower -> follower.getState() != ReplicaState.CONNECTING));
            CompletableFuture<Void> sentLater = sending(sender, "held too", "second");
            awaitRouted(2);
            network.heal();

            CompletableFuture.allOf(sent, sentLater).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            awaitSynchronous(brokers.replicaOf(QUEUE));
            brokers.awaitParity(QUEUE);
            assertEquals(2, QueueContent.of(brokers.replica(), QUEUE).size());
            brokers.assertSameContent(QUEUE);
            assertEquals(0, brokers.replicaOf(QUEUE).getRepairs());
        }
    }

    @Test
    void anAsynchronousReplicaIsNotComparedWithWhatItWasNotToldOfYet() throws Exception {
        try (TcpProxy network = TcpProxy.to(brokers.original().port());
                Producers.Sender sender = Producers.CORE_ASYNCHRONOUS.connect(brokers.original(), HELD, QUEUE)) {
            brokers.replication().createReplicaAs(network.addressOf(brokers.original()), HELD, HELD, OPTIONS);
            awaitSynchronous(brokers.replicaOf(HELD));
            brokers.createReplica(QUEUE, QUEUE, OPTIONS);
            awaitSynchronous(brokers.replicaOf(QUEUE));
            brokers.createReplica(QUEUE, COPY, "");
            brokers.awaitParity(QUEUE, COPY);
            network.silence();
            CompletableFuture<Void> sent = sending(sender, "held", "first");
            await().atMost(PATIENCE)
                    .until(() -> QueueContent.of(brokers.replica(), QUEUE).size() == 1);

            ReplicaQueueMXBean copy = brokers.replicaOf(COPY);
            CompletableFuture<VerifyReport> comparison = CompletableFuture.supplyAsync(copy::verify);
            await().during(LONGER_THAN_A_COMPARISON).atMost(PATIENCE).until(() -> !comparison.isDone());
            network.heal();

            sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertTrue(comparison.join().isEqual(), comparison.join().getDetail());
            brokers.awaitParity(QUEUE, COPY);
            assertEquals(1, copy.getReplicaDepth());
            assertEquals(0, copy.getRepairs());
        }
    }

    private static CompletableFuture<Void> sending(Producers.Sender sender, String... texts) {
        return CompletableFuture.runAsync(() -> {
            try {
                sender.send(List.of(texts));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitRouted(long messages) {
        await().atMost(PATIENCE)
                .until(() -> brokers.original()
                                .server()
                                .getAddressInfo(SimpleString.of(QUEUE))
                                .getRoutedMessageCount()
                        == messages);
    }

    private static void awaitSynchronous(ReplicaQueueMXBean replica) {
        await().atMost(PATIENCE).until(() -> replica.getAcknowledgement().equals("sync"));
    }
}
