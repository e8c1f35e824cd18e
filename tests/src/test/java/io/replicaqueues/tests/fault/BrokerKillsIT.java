// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.ProcessPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers killed (SIGKILL) at random under load; the seed decides which, and the moment as far as it can. */
class BrokerKillsIT {

    private static final String QUEUE = "orders";
    private static final int CI_ROUNDS = 10;

    @TempDir
    private Path folder;

    @Test
    void eitherBrokerOrBothMayBeKilledAtAnyMomentUnderLoad() throws Exception {
        killAndCheck(CI_ROUNDS);
    }

    @Test
    @Tag("soak")
    void eitherBrokerOrBothMayBeKilledTwoHundredTimesUnderLoad() throws Exception {
        killAndCheck(Integer.getInteger("soak.rounds", 200));
    }

    private void killAndCheck(int rounds) throws Exception {
        long seed = FaultSeed.of("broker kills");
        Random random = new Random(seed);
        long begin = System.nanoTime();
        try (ProcessPair pair = ProcessPair.start(folder, PairUnderLoad::setUp);
                PairUnderLoad scene = new PairUnderLoad(pair, QUEUE, seed)) {
            scene.check();
            long inDoubt = 0;
            for (int round = 1; round <= rounds; round++) {
                List<BrokerProcess> victims = victims(pair, random);
                scene.load().start();
                scene.awaitTraffic(100);
                PairUnderLoad.letPass(Duration.ofMillis(random.nextInt(700)));
                for (BrokerProcess victim : victims) {
                    victim.kill();
                }
                startAtOnce(victims);
                scene.awaitTraffic(100);
                inDoubt += scene.load().log().inDoubt();
                scene.check();
                if (round % 10 == 0) {
                    System.out.printf(
                            "broker kills: %d of %d rounds in %d s, %d messages accepted, %d consumed, %d answers lost%n",
                            round,
                            rounds,
                            Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                            scene.load().log().accepted(),
                            scene.load().log().consumed(),
                            inDoubt);
                }
            }
        }
    }

    private static List<BrokerProcess> victims(ProcessPair pair, Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> List.of(pair.original());
            case 2, 3 -> List.of(pair.replica());
            default -> List.of(pair.original(), pair.replica());
        };
    }

    private static void startAtOnce(List<BrokerProcess> brokers) {
        brokers.stream()
                .map(broker -> CompletableFuture.runAsync(() -> start(broker)))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static void start(BrokerProcess broker) {
        try {
            broker.start();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
