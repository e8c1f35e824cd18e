// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.Tampering.Notice;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.HeldUpQueue;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Somebody changes a live replica: it is noticed by what is to notice it, notified, counted and repaired. */
class TamperedReplicaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static BrokerPair brokers;

    @BeforeAll
    static void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @ParameterizedTest
    @EnumSource
    void isNoticedNotifiedCountedAndRepaired(Tampering tampering) throws Exception {
        String queue = "live " + tampering;
        ReplicaQueueMXBean replica = replicated(queue);
        ParityNotifications notifications = ParityNotifications.of(brokers.replica(), queue);

        tampering.doTo(brokers.replica(), queue);

        if (tampering.notice() == Notice.VERIFICATION) {
            awaitAnotherComparisonOfDigests(replica);
            assertEquals(0, replica.getRepairs(), "not noticed by digest and depth");
            VerifyReport report = replica.verify();
            assertFalse(report.isEqual(), report.getDetail());
        }
        await().atMost(PATIENCE).until(() -> replica.getRepairs() > 0);
        notifications.assertLostAndFoundAgain();
        brokers.awaitSameStored(queue);
        VerifyReport report = replica.verify();
        assertTrue(report.isEqual(), report.getDetail());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = ".*ADDED.*")
    void whatWasAddedIsTakenOutWhenTheQueueIsReadAfterARestart(Tampering tampering) throws Exception {
        assertEquals(Notice.DEPTH, tampering.notice());
        String queue = "restarted " + tampering;
        replicated(queue);
        long depth = brokers.original().depth(queue);

        tampering.doTo(brokers.replica(), queue);
        await().atMost(PATIENCE).until(() -> brokers.replica().depth(queue) == depth + 1);
        brokers.replica().restart();

        brokers.awaitSameStored(queue);
        assertEquals(depth, brokers.replica().depth(queue));
    }

    /** The broker counts a message when the queue's own thread has put it in its place. */
    @Test
    void aQueueWithoutTimeToCountIsNotTakenForTamperedWith() throws Exception {
        String queue = "busy";
        ReplicaQueueMXBean replica = replicated(queue);
        try (HeldUpQueue busy = HeldUpQueue.of(brokers.replica().server().locateQueue(queue))) {

            new MixedMessages(8, "later").largeEvery(0).send(brokers.original().core(), queue, 1);

            brokers.awaitParity(queue);
            await().during(Duration.ofSeconds(4)).atMost(PATIENCE).until(replica::isInParity);
            assertEquals(0, replica.getRepairs());
        }
        brokers.assertSameContent(queue);
    }

    /** What is not found is looked for for two seconds. */
    @Test
    void aReplicaThatIsStoppedBeforeALossIsFoundOutStaysStopped() throws Exception {
        String queue = "stopped";
        ReplicaQueueMXBean replica = replicated(queue);
        Tampering.LOST.doTo(brokers.replica(), queue);
        try (JMSContext client = brokers.original().core().createContext();
                JMSConsumer consumer = client.createConsumer(client.createQueue(queue))) {
            for (int taken = 0; taken < 10; taken++) {
                assertNotNull(consumer.receive(PATIENCE.toMillis()));
            }
        }
        await().atMost(PATIENCE).until(() -> replica.getMessagesRemoved() >= 10);

        replica.stop();

        await().during(Duration.ofSeconds(4)).atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.STOPPED);
        replica.start();
        brokers.awaitSameStored(queue);
    }

    private static ReplicaQueueMXBean replicated(String queue) throws Exception {
        brokers.original().createQueue(queue);
        new MixedMessages(7, "producer").largeEvery(0).send(brokers.original().core(), queue, 60);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitSameStored(queue);
        return replica;
    }

    private static void awaitAnotherComparisonOfDigests(ReplicaQueueMXBean replica) {
        String before = replica.getLastParityTime();
        await().atMost(PATIENCE)
                .until(() ->
                        replica.isInParity() && !replica.getLastParityTime().equals(before));
    }
}
