// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.versions;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.FeedTap;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.StoredContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link when one of the two brokers speaks another version of the protocol, older or newer, on the wire. */
class ProtocolVersionsTest {

    private static final String QUEUE = "orders";
    private static final int OTHER = Protocol.VERSION + 1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** In a frame as an AMQP message: where the frame begins with its type. */
    private static final int TYPE = 8;

    private static final byte WELCOME = 1;

    @TempDir
    private Path folder;

    private final FeedTap wire = new FeedTap();
    private final MixedMessages messages = new MixedMessages(1, "producer");
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder, original -> original.plugin(() -> wire), replica -> {});
        brokers.original().createQueue(QUEUE);
        messages.send(brokers.original().core(), QUEUE, 100);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void aReplicaThatSpeaksAnotherVersionIsRefusedAndGoesOnWhenBothSpeakTheSame() throws Exception {
        isRefusedUntilBothSpeakTheSame(
                () -> wire.damageRequests(withVersion("versionT" + (char) Protocol.VERSION, "versionT" + (char) OTHER)),
                () -> wire.damageRequests(null),
                Protocol.VERSION,
                OTHER);
    }

    @Test
    void anOriginalThatSpeaksAnotherVersionIsRefusedAndFollowedWhenBothSpeakTheSame() throws Exception {
        isRefusedUntilBothSpeakTheSame(
                () -> wire.damageFrames(frame -> {
                    if (frame[TYPE] == WELCOME) {
                        assertTrue(FeedTap.forge(
                                frame, "\u0001\u0000" + (char) Protocol.VERSION, "\u0001\u0000" + (char) OTHER));
                    }
                    return true;
                }),
                () -> wire.damageFrames(null),
                OTHER,
                Protocol.VERSION);
    }

    /** A request is shown as the AMQP message that arrived; those that name no version stay as they are. */
    private static Predicate<byte[]> withVersion(String version, String other) {
        return request -> {
            boolean unused = FeedTap.replace(request, version, other);
            return true;
        };
    }

    private void isRefusedUntilBothSpeakTheSame(Runnable differ, Runnable agree, int original, int replica)
            throws Exception {
        String refusal = "the original broker speaks protocol version " + original
                + " of queue replication, the replica " + replica
                + ": use the same version of the extension on both brokers";
        differ.run();

        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> brokers.createReplica(QUEUE));

        assertOneLineWith(refusal, refused.getMessage());
        assertNull(brokers.replica().server().locateQueue(SimpleString.of(QUEUE)), "no half-made queue is left");

        agree.run();
        ReplicaQueueMXBean bean = brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        StoredContent before = StoredContent.of(brokers.replica(), QUEUE);

        differ.run();
        brokers.original().restart();
        messages.send(brokers.original().core(), QUEUE, 100);
        await().atMost(PATIENCE).until(() -> bean.getLastError().contains(refusal));
        assertOneLineWith(refusal, bean.getLastError());
        assertEquals(ReplicaState.CONNECTING, bean.getState());
        StoredContent.assertSame(before, StoredContent.of(brokers.replica(), QUEUE));

        agree.run();
        brokers.awaitSameStored(QUEUE);
    }

    private static void assertOneLineWith(String text, String line) {
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.contains(text), line);
    }
}
