// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the network between two broker processes can do to a replica, under load. */
class NetworkFaultsIT {

    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(5);
    /** Within this time a replica no longer claims to be equal to an original that is silent. */
    private static final Duration NOTICED = Duration.ofSeconds(15);

    @TempDir
    private static Path folder;

    private static ProcessPair pair;

    @BeforeAll
    static void start() throws Exception {
        pair = ProcessPair.start(folder, PairUnderLoad::setUp);
    }

    @AfterAll
    static void close() throws Exception {
        pair.close();
    }

    @Test
    void trafficOfFiveSecondsWithoutANetworkIsMadeUp() throws Exception {
        cutFor("short-cut", SHORT);
    }

    @Test
    @Tag("soak")
    void trafficOfFiveMinutesWithoutANetworkIsMadeUp() throws Exception {
        cutFor("long-cut", LONG);
    }

    private static void cutFor(String queue, Duration time) throws Exception {
        try (PairUnderLoad scene = new PairUnderLoad(pair, queue, FaultSeed.of(queue))) {
            scene.network().refuse();
            scene.network().reset();
            scene.awaitState("CONNECTING");
            assertEquals(false, pair.attribute(queue, "InParity"));
            PairUnderLoad.letPass(time);
            scene.awaitTraffic(100);
            scene.network().heal();
            scene.check();
        }
    }

    @Test
    void aNetworkThatIsSilentForAMomentLosesNothing() throws Exception {
        try (PairUnderLoad scene = new PairUnderLoad(pair, "silent", FaultSeed.of("silent"))) {
            scene.network().silence();
            PairUnderLoad.letPass(Duration.ofSeconds(2));
            scene.network().heal();
            scene.check();
        }
    }

    @Test
    void tenThousandScatteredRemovalsDuringACutAreMadeUp() throws Exception {
        String queue = "scattered";
        new MixedMessages(5, "producer").largeEvery(2_000).send(pair.original().core(), queue, 30_000);
        try (TcpProxy network = TcpProxy.to(pair.original().port())) {
            pair.createReplica(network.addressOf(pair.original()), queue);
            pair.awaitParity(queue);
            network.refuse();
            network.reset();
            consume(queue, "aBoolean = TRUE", 10_000);
            network.heal();
            pair.awaitParity(queue);
            pair.assertSameContent(queue);
            pair.exec(queue, "disconnect");
        }
    }

    private static void consume(String queue, String selector, int count) throws JMSException {
        try (Connection connection = pair.original().core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue), selector)) {
            connection.start();
            for (int consumed = 1; consumed <= count; consumed++) {
                assertTrue(consumer.receive(5_000) != null, "no more messages match " + selector);
                if (consumed % 500 == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    @Test
    void aLinkThatBreaksEveryTwoHundredMillisecondsEndsInParity() throws Exception {
        try (PairUnderLoad scene = new PairUnderLoad(pair, "flapping", FaultSeed.of("flapping"))) {
            try (Flapping flapping = scene.network().flap(Duration.ofMillis(200))) {
                await().atMost(Duration.ofSeconds(60)).until(() -> flapping.times() >= 10);
            }
            scene.check();
        }
    }

    @Test
    void aSlowAndNarrowLinkIsFollowedAndHarmsNobody() throws Exception {
        try (PairUnderLoad scene = new PairUnderLoad(pair, "narrow", FaultSeed.of("narrow"))) {
            scene.network().delay(Duration.ofMillis(150));
            scene.awaitTraffic(300);
            scene.network().throttle(50_000);
            scene.awaitTraffic(300);
            assertEquals("LIVE", pair.attribute("narrow", "State"));
            scene.network().heal();
            scene.check();
        }
    }

    @Test
    void aLinkThatIsDeadTowardsTheReplicaIsNotTakenForParityAndMadeUp() throws Exception {
        String queue = "dead-to-replica";
        try (PairUnderLoad scene = new PairUnderLoad(pair, queue, FaultSeed.of(queue))) {
            scene.network().impair(Direction.TO_CLIENT, LinkFault.silence());
            await().atMost(NOTICED)
                    .ignoreExceptions()
                    .until(() -> Boolean.FALSE.equals(pair.attribute(queue, "InParity")));
            scene.awaitTraffic(100);
            scene.network().heal();
            scene.check();
        }
    }

    @Test
    void noCorruptedByteIsEverStored() throws Exception {
        corruptBytes("corrupted", 25);
    }

    @Test
    @Tag("soak")
    void noneOfHundredsOfCorruptedBytesIsEverStored() throws Exception {
        corruptBytes("often-corrupted", Integer.getInteger("soak.corruptions", 400));
    }

    private static void corruptBytes(String queue, int times) throws Exception {
        long seed = FaultSeed.of(queue);
        Random random = new Random(seed);
        try (PairUnderLoad scene = new PairUnderLoad(pair, queue, seed)) {
            for (int time = 0; time < times; time++) {
                Direction direction = random.nextInt(4) == 0 ? Direction.TO_BROKER : Direction.TO_CLIENT;
                int reach = direction == Direction.TO_BROKER ? 500 : 30_000;
                scene.awaitState("LIVE");
                Corruption corruption = LinkFault.corrupt(random.nextInt(reach), 1 + random.nextInt(255));
                scene.network().impair(direction, corruption);
                await().atMost(Duration.ofSeconds(60)).until(corruption::isDone);
                scene.network().heal();
            }
            scene.check();
            System.out.printf(
                    "%s: %d bytes corrupted, %d reconnections, %d repairs%n",
                    queue, times, scene.counter("Reconnects"), scene.counter("Repairs"));
        }
    }
}
