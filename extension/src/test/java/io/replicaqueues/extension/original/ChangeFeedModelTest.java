// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a queue, as many as system property {@code feed.histories} says; a failure names the seed, which
 * {@code feed.seed} repeats.
 */
class ChangeFeedModelTest {

    private static final int HISTORIES = Integer.getInteger("feed.histories", 1_500);
    private static final int MOST_STEPS = 400;
    private static final int MAX_CHANGES = 30;

    @Test
    void theReplicaComesToHoldWhatTheOriginalHoldsInItsOrder() {
        simulate(false, simulation -> {
            for (int priority = 0; priority < FeedSimulation.PRIORITIES; priority++) {
                assertEquals(simulation.orderOfOriginal(priority), simulation.orderOfReplica(priority));
            }
        });
    }

    @Test
    void hooksThatOvertakeEachOtherLeaveNoGhostAndNoGap() {
        simulate(true, simulation -> {});
    }

    private static void simulate(boolean racingHooks, Consumer<FeedSimulation> whenAtRest) {
        Long repeated = Long.getLong("feed.seed");
        long first = repeated != null ? repeated : System.nanoTime();
        long catchUps = 0;
        for (long seed = first; seed < first + (repeated != null ? 1 : HISTORIES); seed++) {
            try {
                catchUps += simulate(seed, racingHooks, whenAtRest);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("feed.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
        assertTrue(repeated != null || catchUps > 2L * HISTORIES, "reconnects and overflows happened");
    }

    private static long simulate(long seed, boolean racingHooks, Consumer<FeedSimulation> whenAtRest) {
        Random random = new Random(seed);
        FeedSimulation simulation = new FeedSimulation(random, MAX_CHANGES, racingHooks);
        for (int i = random.nextInt(MOST_STEPS); i > 0; i--) {
            simulation.step();
        }
        simulation.drain();
        assertEquals(simulation.idsOfOriginal(), simulation.idsOfReplica());
        assertTrue(simulation.state().digestKnown());
        assertEquals(simulation.digestOfReplica(), simulation.state().digest());
        whenAtRest.accept(simulation);
        return simulation.catchUps();
    }
}
