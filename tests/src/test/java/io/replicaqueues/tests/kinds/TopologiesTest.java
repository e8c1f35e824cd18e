// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.StoredContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than one replica, and replicas of replicas, on three brokers. */
class TopologiesTest {

    @TempDir
    private static Path folder;

    private static final List<EmbeddedBroker> BROKERS = new ArrayList<>();

    private static EmbeddedBroker one;
    private static EmbeddedBroker two;
    private static EmbeddedBroker three;

    @BeforeAll
    static void start() throws Exception {
        one = start("one");
        two = start("two");
        three = start("three");
    }

    private static EmbeddedBroker start(String name) throws Exception {
        // Brokers of other tests may still be known to the one MBean server of this process.
        String unique = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        EmbeddedBroker broker = EmbeddedBroker.named(unique, folder.resolve(unique))
                .plugin(() -> BrokerPair.plugin(Map.of("queue-replication", "yes")))
                .start();
        BROKERS.add(broker);
        return broker;
    }

    @AfterAll
    static void stop() throws Exception {
        for (EmbeddedBroker broker : BROKERS) {
            broker.close();
        }
    }

    @Test
    void severalReplicasOfOneOriginalAreFollowedEachByItself() throws Exception {
        String queue = "several";
        one.createQueue(queue);
        send(queue, 0);
        ReplicaQueueMXBean here = follow(one, queue, two, queue);
        ReplicaQueueMXBean besides = follow(one, queue, two, "several copied");
        ReplicaQueueMXBean there = follow(one, queue, three, queue);
        awaitSame(queue, two, queue, two, "several copied", three, queue);

        here.stop();
        send(queue, 1);
        Clients.take(one, queue, 3);
        awaitSame(queue, two, "several copied", three, queue);
        assertEquals(6, two.depth(queue));
        here.start();
        besides.disconnect();
        send(queue, 2);

        awaitSame(queue, two, queue, three, queue);
        assertEquals(9, two.depth("several copied"));
        assertEquals(0, here.getRepairs() + there.getRepairs());
    }

    @Test
    void aReplicaOfAReplicaFollowsWhateverHappensToTheOneBetween() throws Exception {
        String queue = "chain";
        one.createQueue(queue);
        send(queue, 0);
        ReplicaQueueMXBean middle = follow(one, queue, two, queue);
        ReplicaQueueMXBean end = follow(two, queue, three, queue);
        awaitSame(queue, two, queue, three, queue);

        send(queue, 1);
        Clients.take(one, queue, 4);
        awaitSame(queue, two, queue, three, queue);

        middle.stop();
        send(queue, 2);
        Clients.take(one, queue, 4);
        middle.start();
        awaitSame(queue, two, queue, three, queue);

        two.restart();
        send(queue, 3);
        awaitSame(queue, two, queue, three, queue);

        BrokerPair.proxy(ObjectNames.replica(two.name(), queue), ReplicaQueueMXBean.class)
                .disconnect();
        MessageKind.MIXED_CORE.send(two, queue, 100, 6);
        Clients.take(two, queue, 5);
        awaitSame(two, queue, three, queue);
        assertEquals(ReplicaState.LIVE, end.getState());
        assertEquals(0, end.getRepairs());
    }

    @Test
    void twoQueuesAreFollowedInOppositeDirections() throws Exception {
        one.createQueue("there");
        two.createQueue("back");
        ReplicaQueueMXBean there = follow(one, "there", two, "there");
        ReplicaQueueMXBean back = follow(two, "back", one, "back");
        bothWays(0);

        there.stop();
        bothWaysSent(1);
        awaitSame(two, "back", one, "back");
        there.start();
        back.stop();
        bothWaysSent(2);
        awaitSame(one, "there", two, "there");
        back.start();
        awaitBoth();
        assertEquals(0, there.getRepairs() + back.getRepairs());

        one.restart();
        bothWays(3);
        there.disconnect();
        bothWaysSent(4);
        awaitSame(two, "back", one, "back");
    }

    private static void bothWays(int round) throws Exception {
        bothWaysSent(round);
        awaitBoth();
    }

    private static void bothWaysSent(int round) throws Exception {
        MessageKind.MIXED_CORE.send(one, "there", 6 * round, 6);
        MessageKind.MIXED_AMQP.send(two, "back", 6 * round, 6);
        Clients.take(one, "there", 2);
        Clients.take(two, "back", 3);
    }

    private static void awaitBoth() {
        awaitSame(one, "there", two, "there");
        awaitSame(two, "back", one, "back");
    }

    private static void send(String queue, int round) throws Exception {
        MessageKind.MIXED_CORE.send(one, queue, 6 * round, 6);
    }

    private static ReplicaQueueMXBean follow(
            EmbeddedBroker original, String queue, EmbeddedBroker replica, String replicaQueue) {
        BrokerPair.replicationOf(replica).createReplicaAs(original.address(), queue, replicaQueue, "");
        return BrokerPair.proxy(ObjectNames.replica(replica.name(), replicaQueue), ReplicaQueueMXBean.class);
    }

    private static void awaitSame(String queue, Object... brokersAndQueues) {
        for (int i = 0; i < brokersAndQueues.length; i += 2) {
            awaitSame(one, queue, (EmbeddedBroker) brokersAndQueues[i], (String) brokersAndQueues[i + 1]);
        }
    }

    private static void awaitSame(EmbeddedBroker original, String queue, EmbeddedBroker replica, String replicaQueue) {
        ReplicaQueueMXBean bean =
                BrokerPair.proxy(ObjectNames.replica(replica.name(), replicaQueue), ReplicaQueueMXBean.class);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            StoredContent.assertSame(StoredContent.of(original, queue), StoredContent.of(replica, replicaQueue));
            assertEquals(ReplicaState.LIVE, bean.getState());
            assertEquals(true, bean.isInParity());
        });
    }
}
