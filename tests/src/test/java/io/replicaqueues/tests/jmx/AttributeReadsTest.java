// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jmx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.fault.Direction;
import io.replicaqueues.tests.fault.LinkFault;
import io.replicaqueues.tests.fault.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the original does, every attribute of every bean on either side is read from memory. */
class AttributeReadsTest {

    private static final String QUEUE = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 200;

    @TempDir
    private Path folder;

    private BrokerPair brokers;
    private TcpProxy network;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder);
        brokers.original().createQueue(QUEUE);
        new MixedMessages(1, "producer").largeEvery(0).send(brokers.original().core(), QUEUE, MESSAGES);
        network = TcpProxy.to(brokers.original().port());
    }

    @AfterEach
    void stopBrokers() throws Exception {
        network.heal();
        brokers.close();
        network.close();
    }

    @Test
    void whileAnOriginalIsSilentFromTheFirstByteOn() throws Exception {
        network.silence();
        CompletableFuture<?> creation = CompletableFuture.runAsync(
                () -> brokers.replication().createReplica(network.addressOf(brokers.original()), QUEUE));
        await().atMost(PATIENCE).until(() -> network.connections() > 0);

        readAll();

        assertFalse(creation.isDone(), "the creation still waits for the original");
        assertThrows(ExecutionException.class, () -> creation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        readAll();
        assertEquals(0, brokers.replication().getReplicas().length);
    }

    @Test
    void whileALiveOriginalIsSuspendedAndAVerificationWaitsForIt() throws Exception {
        ReplicaQueueMXBean replica = live();
        network.silence();
        CompletableFuture<?> verification = CompletableFuture.runAsync(replica::verify);

        readAll();

        assertFalse(verification.isDone(), "the verification still waits for the original");
        assertThrows(ExecutionException.class, () -> verification.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.CONNECTING);
        readAll();
        assertMarkedAsUnknown();
    }

    @Test
    void whileAnOriginalCannotBeReached() throws Exception {
        ReplicaQueueMXBean replica = live();
        network.refuse();
        network.reset();
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.CONNECTING);

        readAll();
        assertMarkedAsUnknown();
    }

    @Test
    void whileTheHostOfAnOriginalCannotBeFound() throws Exception {
        String address = network.addressOf(brokers.original()).replace("127.0.0.1:", "no-such-host.invalid,127.0.0.1:");
        brokers.replication().createReplica(address, QUEUE);
        brokers.awaitParity(QUEUE);
        ReplicaQueueMXBean replica = brokers.replicaOf(QUEUE);
        network.refuse();
        network.reset();
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.CONNECTING);

        readAll();
        assertMarkedAsUnknown();
    }

    @Test
    void whileACatchUpIsUnderWay() throws Exception {
        ReplicaQueueMXBean replica = live();
        replica.stop();
        readAll();
        assertMarkedAsUnknown();
        new MixedMessages(2, "another").largeEvery(1).send(brokers.original().core(), QUEUE, 20);
        network.impair(Direction.TO_CLIENT, LinkFault.throttle(100_000));
        replica.start();
        await().atMost(PATIENCE).until(() -> replica.getState() == ReplicaState.CATCHING_UP);

        readAll();

        assertEquals(ReplicaState.CATCHING_UP, replica.getState(), "the catch-up still goes on");
        assertFalse(replica.isInParity());
        replica.stop();
        readAll();
        assertMarkedAsUnknown();
    }

    private ReplicaQueueMXBean live() throws Exception {
        brokers.replication().createReplica(network.addressOf(brokers.original()), QUEUE);
        brokers.awaitParity(QUEUE);
        readAll();
        return brokers.replicaOf(QUEUE);
    }

    private void readAll() throws JMException {
        EveryAttribute.read(brokers.replica(), brokers.original());
    }

    /** What a replica without a link cannot know does not read like something known. */
    private void assertMarkedAsUnknown() throws JMException {
        Map<String, Object> values =
                EveryAttribute.of(ObjectNames.replica(brokers.replica().name(), QUEUE));
        assertEquals(-1L, values.get("OriginalDepth"));
        assertEquals(-1L, values.get("DepthDifference"));
        assertEquals(0L, values.get("CatchUpRemaining"));
        assertEquals("", values.get("ConnectedSince"));
        assertEquals(false, values.get("InParity"));
        assertTrue((long) values.get("ReplicaDepth") >= MESSAGES, values::toString);
    }
}
