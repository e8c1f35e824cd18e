// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.FeedTap;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes damaged over the link is never stored: neither frames nor messages nor requests. */
class DamagedLinkTest {

    private static final String QUEUE = "orders";
    private static final long SEED = 4_711;
    private static final String TEXT = "a text that is altered";
    private static final String ALTERED = "a text that is ALTERED";

    @TempDir
    private Path folder;

    private final FeedTap tap = new FeedTap();
    private BrokerPair brokers;
    private ReplicaQueueMXBean replica;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder, original -> original.plugin(() -> tap), each -> {});
        brokers.original().createQueue(QUEUE);
        replica = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        replica.stop();
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void aFrameWithADamagedBitIsNotAppliedAndComesAgain() throws Exception {
        Random random = new Random(SEED);
        new MixedMessages(1, "damaged").send(brokers.original().amqp(), QUEUE, 200);
        AtomicInteger frames = new AtomicInteger();
        tap.damageFrames(frame -> {
            if (frames.incrementAndGet() % 2 == 0) {
                frame[8 + random.nextInt(frame.length - 8)] ^= (byte) (1 << random.nextInt(8));
            }
            return frames.get() < 10;
        });

        replica.start();

        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertTrue(replica.getLastError().contains("a frame was damaged on its way"), replica::getLastError);
        assertEquals(0, replica.getRepairs(), "no damage reached the queue");
    }

    @Test
    void aMessageWithOtherContentThanAnnouncedIsAskedForAgain() throws Exception {
        send(TEXT);
        tap.damageFrames(frame -> !FeedTap.forge(frame, TEXT, ALTERED));

        replica.start();

        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
        assertTrue(replica.getLastError().contains("other content than announced"), replica::getLastError);
        assertEquals(1, replica.getRepairs());
    }

    @Test
    void aMessageThatComesAlteredAgainFailsTheReplicaInsteadOfComingForEver() throws Exception {
        send(TEXT);
        AtomicInteger forged = new AtomicInteger();
        tap.damageFrames(frame -> {
            if (FeedTap.forge(frame, TEXT, ALTERED)) {
                forged.incrementAndGet();
            }
            return true;
        });

        replica.start();

        awaitState(ReplicaState.FAILED);
        assertEquals(2, forged.get());
        assertTrue(replica.getLastError().contains("twice in a row"), replica::getLastError);
        assertFalse(replica.isInParity());
        assertEquals(0, replica.getReplicaDepth());

        tap.damageFrames(frame -> false);
        replica.start();
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    @Test
    void damagedRequestsAreRefusedAndSentAgain() throws Exception {
        new MixedMessages(1, "held").send(brokers.original().core(), QUEUE, 50);
        replica.start();
        brokers.awaitParity(QUEUE);
        for (Predicate<byte[]> damage : List.<Predicate<byte[]>>of(
                request -> FeedTap.replace(request, QUEUE, "others"), DamagedLinkTest::damageHeldIds)) {
            replica.stop();
            AtomicInteger damaged = new AtomicInteger();
            tap.damageRequests(request -> damage.test(request) ? damaged.incrementAndGet() < 1 : true);

            replica.start();

            await().until(() -> damaged.get() == 1);
            brokers.awaitParity(QUEUE);
            assertTrue(replica.getLastError().contains("a request was damaged on its way"), replica::getLastError);
            brokers.assertSameContent(QUEUE);
        }
    }

    /** The last byte is the length of the last run of ids. */
    private static boolean damageHeldIds(byte[] request) {
        if (!FeedTap.replace(request, "hold", "hold")) {
            return false;
        }
        request[request.length - 1]++;
        return true;
    }

    private void send(String text) throws JMSException {
        try (JMSContext client = brokers.original().core().createContext()) {
            client.createProducer().send(client.createQueue(QUEUE), text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void awaitState(ReplicaState state) {
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.getState() == state);
    }
}
