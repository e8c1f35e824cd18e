// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.OriginalReplica;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FeedTap;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has been consumed takes no memory any more, on either broker, however the replica came to it. */
class ConsumedMessagesTest {

    private static final String QUEUE = "orders";
    private static final int MESSAGES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final FeedTap tap = new FeedTap();
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        Map<String, String> oneFrameAtATime = Map.of("queue-replication", "yes", "window", "1");
        brokers = BrokerPair.start(folder, oneFrameAtATime, original -> original.plugin(() -> tap), each -> {});
        brokers.original().createQueue(QUEUE);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void memoryOfWhatWasCaughtUpIsFreed() throws Exception {
        send();
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);

        assertFreedOnceConsumed();
    }

    @Test
    void memoryOfWhatCameLiveIsFreed() throws Exception {
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        send();
        brokers.awaitParity(QUEUE);

        assertFreedOnceConsumed();
    }

    @Test
    void memoryOfWhatWasKeptWhenTheReplicaFollowedAgainIsFreed() throws Exception {
        send();
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        replica.stop();
        replica.start();
        brokers.awaitParity(QUEUE);

        assertFreedOnceConsumed();
    }

    @Test
    void memoryOfWhatWasKeptIsFreedWhileTheReplicaTakesNothingMore() throws Exception {
        send();
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        List<WeakReference<Message>> kept = messages(brokers.original());
        replica.stop();
        // A frame of the feed that ends would be taken for the welcome.
        await().atMost(PATIENCE).until(() -> brokers.followersOf(QUEUE).isEmpty());
        tap.damageFrames(welcome -> {
            tap.withhold(true);
            return false;
        });
        replica.start();
        await().atMost(PATIENCE).until(this::isBeingSent);

        consume();

        awaitFreed("original", kept);
        tap.withhold(false);
        brokers.awaitParity(QUEUE);
    }

    /** The one frame that may be on its way is. */
    private boolean isBeingSent() {
        List<OriginalReplica> followers = brokers.followersOf(QUEUE);
        return followers.size() == 1 && followers.get(0).getState() == ReplicaState.LIVE;
    }

    @Test
    void memoryOfWhatWasComparedIsFreed() throws Exception {
        send();
        ReplicaQueueMXBean replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        assertTrue(replica.verify().isEqual());

        assertFreedOnceConsumed();
    }

    private void send() throws Exception {
        new MixedMessages(1, "amqp").send(brokers.original().amqp(), QUEUE, MESSAGES / 2);
        new MixedMessages(2, "core").send(brokers.original().core(), QUEUE, MESSAGES / 2);
    }

    private void assertFreedOnceConsumed() throws Exception {
        List<WeakReference<Message>> ofOriginal = messages(brokers.original());
        List<WeakReference<Message>> ofReplica = messages(brokers.replica());
        assertEquals(MESSAGES, ofOriginal.size());
        assertEquals(MESSAGES, ofReplica.size());

        consume();
        brokers.awaitParity(QUEUE);

        awaitFreed("original", ofOriginal);
        awaitFreed("replica", ofReplica);
    }

    private void consume() {
        try (JMSContext client = brokers.original().core().createContext();
                JMSConsumer consumer = client.createConsumer(client.createQueue(QUEUE))) {
            for (int taken = 0; taken < MESSAGES; taken++) {
                assertTrue(consumer.receive(PATIENCE.toMillis()) != null);
            }
        }
    }

    private static List<WeakReference<Message>> messages(EmbeddedBroker broker) throws Exception {
        List<WeakReference<Message>> messages = new ArrayList<>();
        try (LinkedListIterator<MessageReference> each =
                broker.server().locateQueue(QUEUE).browserIterator()) {
            while (each.hasNext()) {
                messages.add(new WeakReference<>(each.next().getMessage()));
            }
        }
        return messages;
    }

    private static void awaitFreed(String broker, List<WeakReference<Message>> messages) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            long kept =
                    messages.stream().filter(message -> message.get() != null).count();
            assertEquals(0, kept, () -> "messages that the " + broker + " broker still has in memory");
        });
    }
}
