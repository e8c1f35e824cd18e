// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.BrokerProcessBuilder;
import io.replicaqueues.tests.broker.ProcessPair;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers whose clocks are an hour apart, each an original and a replica. */
@Tag("soak")
class ClockOffsetIT {

    private static final Path FAKE_CLOCK = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    @TempDir
    private static Path folder;

    private static BrokerProcess onTime;
    private static BrokerProcess ahead;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Files.exists(FAKE_CLOCK),
                "no library to set the clock of one process off: install the package faketime");
        BrokerProcessBuilder punctual = BrokerProcess.named("node1", folder);
        PairUnderLoad.setUp(punctual);
        onTime = punctual.start();
        BrokerProcessBuilder hourAhead = BrokerProcess.named("node2", folder);
        PairUnderLoad.setUp(hourAhead);
        hourAhead.environment("LD_PRELOAD", FAKE_CLOCK.toString()).environment("FAKETIME", "+1h");
        ahead = hourAhead.start();
    }

    @AfterAll
    static void close() throws Exception {
        if (ahead != null) {
            ahead.close();
        }
        if (onTime != null) {
            onTime.close();
        }
    }

    @Test
    void aReplicaAnHourAheadExpiresAndDeliversNothingOfItsOwn() throws Exception {
        followThroughExpiryAndDelivery(ProcessPair.of(onTime, ahead), "ahead", Duration.ZERO);
    }

    @Test
    void aReplicaAnHourBehindExpiresAndDeliversWhenItsOriginalDoes() throws Exception {
        followThroughExpiryAndDelivery(ProcessPair.of(ahead, onTime), "behind", Duration.ofHours(1));
    }

    /** @param offset how far the clock of the original is ahead of this process */
    private static void followThroughExpiryAndDelivery(ProcessPair pair, String queue, Duration offset)
            throws Exception {
        Clock clock = new Clock(pair.original(), queue, offset);
        clock.send(Duration.ZERO, HALF_AN_HOUR);
        clock.send(HALF_AN_HOUR, Duration.ZERO);
        clock.send(Duration.ZERO, Duration.ZERO);
        pair.createReplica(queue);
        pair.awaitParity(queue);
        assertEquals(3, pair.replica().depth(queue));

        clock.send(Duration.ZERO, Duration.ofSeconds(4));
        clock.send(Duration.ofSeconds(4), Duration.ZERO);
        clock.send(HALF_AN_HOUR, HALF_AN_HOUR.multipliedBy(2));
        pair.awaitParity(queue);

        // One has expired on the original. What is due there need not be on the replica, where nobody is served yet:
        // the whole content is compared, not what clients would be shown.
        await().atMost(MINUTE).until(() -> pair.original().depth(queue) == 5);
        pair.awaitParity(queue);
        assertEquals(5, pair.replica().depth(queue));
        Map<?, ?> report = (Map<?, ?>) pair.exec(queue, "verify");
        assertEquals(true, report.get("equal"), String.valueOf(report));
        assertEquals(0L, pair.attribute(queue, "Repairs"));
        long lag = ((Number) pair.attribute(queue, "LagMillis")).longValue();
        assertTrue(lag < 10_000, "the lag holds the difference of the clocks: " + lag + " ms");
    }

    /** Sends by the clock of a broker, which the client's is set apart from. */
    private record Clock(Broker broker, String queue, Duration offset) {

        /** A message to be delivered and to expire so long from now by the broker's clock; zero: at once, never. */
        void send(Duration delivery, Duration expiry) throws JMSException {
            try (Connection connection = broker.core().createConnection();
                    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                    MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                var message = session.createTextMessage("delivery " + delivery + ", expiry " + expiry);
                if (!delivery.isZero()) {
                    message.setLongProperty(
                            "_AMQ_SCHED_DELIVERY",
                            Instant.now().plus(offset).plus(delivery).toEpochMilli());
                }
                long timeToLive = expiry.isZero() ? 0 : offset.plus(expiry).toMillis();
                producer.send(message, DeliveryMode.PERSISTENT, 4, timeToLive);
            }
        }
    }
}
