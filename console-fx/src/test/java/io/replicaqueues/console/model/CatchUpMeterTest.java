// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CatchUpMeterTest {

    private final CatchUpMeter meter = new CatchUpMeter();
    private long second;

    @Test
    void theRateAndTheTimeLeftAreOfTheLastMoments() {
        live();
        catchingUp(10_000);
        catchingUp(9_000);
        CatchUp catchUp = catchingUp(8_000);

        assertEquals(1_000, catchUp.rate());
        assertEquals(0.2, catchUp.share());
        assertEquals(Optional.of(Duration.ofSeconds(8)), catchUp.timeLeft());
    }

    @Test
    void theRateFollowsWhenItGetsSlower() {
        live();
        long remaining = 100_000;
        for (int i = 0; i < 10; i++) {
            remaining -= 5_000;
            catchingUp(remaining);
        }
        CatchUp catchUp = CatchUp.COMPARING;
        for (int i = 0; i < 20; i++) {
            remaining -= 10;
            catchUp = catchingUp(remaining);
        }

        assertEquals(10, catchUp.rate(), 0.01);
    }

    @Test
    void oneReadingTellsNoRateAndNoTimeLeft() {
        live();
        CatchUp catchUp = catchingUp(10);

        assertTrue(Double.isNaN(catchUp.rate()));
        assertEquals(Optional.empty(), catchUp.timeLeft());
    }

    @Test
    void nothingComingTellsNoTimeLeft() {
        live();
        catchingUp(10);

        assertEquals(Optional.empty(), catchingUp(10).timeLeft());
    }

    @Test
    void readingsAMinuteApartTellTheRateToo() {
        live();
        catchingUp(6_000);
        second += 59;

        assertEquals(50, catchingUp(3_000).rate());
    }

    @Test
    void beforeMessagesAreCountedTheContentIsCompared() {
        live();
        CatchUp catchUp = catchingUp(0);

        assertFalse(catchUp.isCounted());
        assertEquals(Optional.empty(), catchUp.timeLeft());
        assertEquals(0.5, catchingUpAfter(catchingUp(100), 50).share());
    }

    @Test
    void aCatchUpThatTheConsoleDidNotSeeBeginIsMeasuredByTheWholeQueue() {
        CatchUp catchUp =
                meter.read(reading(ReplicaState.CATCHING_UP, 1_000, 250), 0).orElseThrow();

        assertEquals(0.75, catchUp.share());
    }

    @Test
    void moreToComeThanBeforeIsAnotherCatchUp() {
        live();
        catchingUp(100);
        catchingUp(10);
        CatchUp another = catchingUp(500);

        assertEquals(0, another.share());
        assertTrue(Double.isNaN(another.rate()));
    }

    @Test
    void theLastMessageMakesItWholeAndLiveEndsIt() {
        live();
        catchingUp(100);

        assertEquals(1, catchingUp(0).share());
        assertEquals(Optional.empty(), live());
    }

    private CatchUp catchingUpAfter(CatchUp before, long remaining) {
        assertTrue(before.isCounted());
        return catchingUp(remaining);
    }

    private CatchUp catchingUp(long remaining) {
        return read(ReplicaState.CATCHING_UP, remaining).orElseThrow();
    }

    private Optional<CatchUp> live() {
        return read(ReplicaState.LIVE, 0);
    }

    private Optional<CatchUp> read(ReplicaState state, long remaining) {
        return meter.read(reading(state, 1_000_000, remaining), TimeUnit.SECONDS.toNanos(second++));
    }

    private static ReplicaReading reading(ReplicaState state, long originalDepth, long remaining) {
        return Readings.of("orders", state)
                .depths(originalDepth, 0)
                .remaining(remaining)
                .reading();
    }
}
