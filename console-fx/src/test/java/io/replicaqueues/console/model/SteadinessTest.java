// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.model.Steadiness.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadinessTest {

    private final Steadiness<String> replica = new Steadiness<>("in parity", 0);
    private long now;

    @Test
    void aChangeIsToldWhenItHasLasted() {
        assertTrue(after(0, "lagging").isEmpty());
        assertTrue(after(1, "lagging").isEmpty());

        assertEquals(List.of(new Change<>("in parity", "lagging", false)), after(3, "lagging"));
        assertTrue(after(60, "lagging").isEmpty());
    }

    @Test
    void aChangeThatDoesNotLastIsNotTold() {
        after(1, "lagging");
        after(1, "in parity");

        assertTrue(after(60, "in parity").isEmpty());
    }

    @Test
    void whatIsFinalIsToldAtOnceAndOnce() {
        assertEquals(1, see("failed", true).size());
        assertTrue(see("failed", true).isEmpty());
    }

    @Test
    void whatChangesBackAndForthIsToldOnceAndAgainWhenItIsCalm() {
        List<Change<String>> told = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            told.addAll(after(1, i % 2 == 0 ? "lagging" : "in parity"));
        }

        assertEquals(1, told.size());
        assertTrue(told.get(0).isUnsteady());
        List<Change<String>> calm = after((int) Steadiness.TO_CALM_DOWN.toSeconds() + 1, "in parity");
        assertEquals("in parity", calm.get(0).now());
        assertFalse(calm.get(0).isUnsteady());
        assertTrue(after(60, "in parity").isEmpty());
    }

    private List<Change<String>> after(int seconds, String value) {
        now += Duration.ofSeconds(seconds).toNanos();
        return see(value, false);
    }

    private List<Change<String>> see(String value, boolean isFinal) {
        return replica.see(value, isFinal, now).stream().toList();
    }
}
