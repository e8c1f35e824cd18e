// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BrokerClockTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void aTimeThatIsStillToComeGivesAClockAwayThatIsAhead() {
        BrokerClock clock = after(BrokerClock.UNSUSPECTED, stopped(NOW.plusSeconds(600)), NOW);

        assertEquals(Duration.ofMinutes(10), clock.ahead());
        assertEquals(Optional.empty(), clock.age(NOW.plusSeconds(600), NOW));
    }

    @Test
    void aProofOfParityThatIsOldGivesAClockAwayThatIsBehind() {
        BrokerClock clock = after(BrokerClock.UNSUSPECTED, inParity(NOW.minusSeconds(3_600)), NOW);

        assertEquals(Duration.ofHours(-1), clock.ahead());
        assertEquals(Optional.empty(), clock.age(NOW.minusSeconds(3_700), NOW));
    }

    @Test
    void clocksThatDifferByLessThanTheyMayHaveNoNegativeAges() {
        BrokerClock clock = after(BrokerClock.UNSUSPECTED, inParity(NOW.plusMillis(900)), NOW);

        assertFalse(clock.isOff());
        assertEquals(Optional.of(Duration.ZERO), clock.age(NOW.plusMillis(900), NOW));
        assertEquals(Optional.of(Duration.ofSeconds(5)), clock.age(NOW.minusSeconds(5), NOW));
    }

    @Test
    void anOldTimeOfAReplicaThatIsNotInParitySaysNothingOfTheClock() {
        assertFalse(after(BrokerClock.UNSUSPECTED, stopped(NOW.minusSeconds(3_600)), NOW)
                .isOff());
    }

    @Test
    void aClockThatWasFoundOffStaysSoUntilParityProvesItRight() {
        BrokerClock off = after(BrokerClock.UNSUSPECTED, stopped(NOW.plusSeconds(600)), NOW);
        BrokerClock later = after(off, stopped(NOW.plusSeconds(600)), NOW.plusSeconds(599));
        BrokerClock muchLater = after(later, stopped(NOW.plusSeconds(600)), NOW.plusSeconds(700));
        BrokerClock mended = after(muchLater, inParity(NOW.plusSeconds(800)), NOW.plusSeconds(801));

        assertEquals(Duration.ofMinutes(10), later.ahead());
        assertEquals(Duration.ofMinutes(10), muchLater.ahead());
        assertFalse(mended.isOff());
    }

    private static BrokerClock after(BrokerClock before, Readings replica, Instant now) {
        return before.after(List.of(replica.reading()), now);
    }

    private static Readings stopped(Instant since) {
        return Readings.of("orders", ReplicaState.STOPPED).since(since);
    }

    private static Readings inParity(Instant proved) {
        return Readings.of("orders", ReplicaState.LIVE)
                .since(NOW.minusSeconds(90_000))
                .parity(proved);
    }
}
