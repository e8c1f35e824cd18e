// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.BrokerProcessBuilder;
import io.replicaqueues.tests.broker.ProcessPair;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers whose process stands still for a time (SIGSTOP), while their connections stay open. */
@Tag("soak")
class StalledBrokersIT {

    /** Long enough to be given up by the original. */
    private static final Duration SHORT_STALL = Duration.ofSeconds(15);

    private static final Duration LONG_STALL = Duration.ofSeconds(60);
    private static final Duration MEASURED = Duration.ofSeconds(5);
    /** What a replica that stands still may cost the heap of the original, in bytes. */
    private static final long HEAP_BOUND = 96L * 1024 * 1024;

    private static final int PER_TRANSACTION = 100;

    @TempDir
    private static Path folder;

    private static ProcessPair pair;

    @BeforeAll
    static void start() throws Exception {
        pair = ProcessPair.start(folder, StalledBrokersIT::setUp);
    }

    /** All addresses page above 2 MiB, so that the heap shows what replication costs and not what queues hold. */
    private static void setUp(BrokerProcessBuilder broker) {
        PairUnderLoad.setUp(broker);
        broker.brokerXml(
                xml -> xml.replace("<max-size-bytes>-1</max-size-bytes>", "<max-size-bytes>2M</max-size-bytes>")
                        .replace("<page-size-bytes>10M</page-size-bytes>", "<page-size-bytes>512K</page-size-bytes>"));
    }

    @AfterAll
    static void close() throws Exception {
        pair.close();
    }

    @Test
    void aReplicaThatStandsStillCostsTheOriginalNeitherSpeedNorMemory() throws Exception {
        standStill("stalled", SHORT_STALL);
    }

    @Test
    void aReplicaThatStandsStillForAMinuteCostsTheOriginalNeitherSpeedNorMemory() throws Exception {
        standStill("long-stalled", LONG_STALL);
    }

    private static void standStill(String queue, Duration stall) throws Exception {
        send(queue, Duration.ofSeconds(2));
        pair.createReplica(queue);
        pair.awaitParity(queue);
        double before = send(queue, MEASURED);
        pair.awaitParity(queue);
        long heapBefore = pair.original().heapInUse();

        double during;
        long heapDuring;
        pair.replica().suspend();
        try {
            during = send(queue, stall);
            heapDuring = pair.original().heapInUse();
        } finally {
            pair.replica().resume();
        }

        System.out.printf(
                "%s: %.0f messages/s before, %.0f during %d s; heap %d MiB before, %d MiB after; depth %d%n",
                queue,
                before,
                during,
                stall.toSeconds(),
                heapBefore >> 20,
                heapDuring >> 20,
                pair.original().depth(queue));
        assertTrue(during > 0.7 * before, () -> "producers fell from " + before + " to " + during + " messages/s");
        assertTrue(
                heapDuring - heapBefore < HEAP_BOUND,
                () -> "the heap grew from " + heapBefore + " to " + heapDuring + " bytes");
        pair.awaitParity(queue);
        assertEquals(true, ((Map<?, ?>) pair.exec(queue, "verify")).get("equal"));
        pair.exec(queue, "disconnect");
    }

    @Test
    void brokersThatPauseAgainAndAgainLoseNothing() throws Exception {
        try (PairUnderLoad scene = new PairUnderLoad(pair, "paused", FaultSeed.of("paused"))) {
            for (int time = 0; time < 3; time++) {
                pause(pair.original(), Duration.ofMillis(1_500));
                scene.awaitTraffic(100);
                pause(pair.replica(), Duration.ofMillis(1_500));
                scene.awaitTraffic(100);
            }
            scene.check();
        }
    }

    private static void pause(BrokerProcess broker, Duration time) throws Exception {
        broker.suspend();
        try {
            PairUnderLoad.letPass(time);
        } finally {
            broker.resume();
        }
    }

    /** Sends small messages for some time, and says how many a second were accepted. */
    private static double send(String queue, Duration time) throws JMSException {
        long begin = System.nanoTime();
        long sent = 0;
        try (Connection connection = pair.original().core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            while (System.nanoTime() - begin < time.toNanos()) {
                for (int count = 0; count < PER_TRANSACTION; count++) {
                    BytesMessage message = session.createBytesMessage();
                    message.writeBytes(new byte[100]);
                    producer.send(message);
                }
                session.commit();
                sent += PER_TRANSACTION;
            }
        }
        return sent * 1e9 / (System.nanoTime() - begin);
    }
}
