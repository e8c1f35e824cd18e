// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.console.model.BrokerClock;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.Freshness;
import io.replicaqueues.console.model.Readings;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.Values;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.ReplicaStatus;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FactsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final BrokerClock RIGHT = new BrokerClock(Duration.ZERO);

    private final Texts texts = new Texts(Locale.ENGLISH);
    private final Values values = new Values(Locale.ENGLISH, ZoneOffset.UTC);

    @Test
    void everyScalarThatABrokerTellsOfAReplicaIsAmongThem() {
        List<String> keys = Stream.concat(
                        facts(live(), Freshness.FRESH, RIGHT).keySet().stream(),
                        // These two have a place of their own on the page.
                        Stream.of("lastError", "lastErrorTime"))
                .toList();
        for (Method getter : ReplicaStatus.class.getMethods()) {
            String name = getter.getName().replaceFirst("^(get|is)", "");
            String key = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
            assertTrue(keys.contains(key), key + " is not shown");
        }
    }

    @Test
    void everyFactHasANameAndAMeaningInBothLanguages() {
        for (String key : facts(live(), Freshness.FRESH, RIGHT).keySet()) {
            for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
                assertFalse(new Texts(locale).of("queue.fact." + key).isEmpty());
                assertFalse(
                        new Texts(locale).of("queue.fact." + key + ".meaning").isEmpty());
            }
        }
    }

    @Test
    void parityOfThenIsNotClaimedNow() {
        assertEquals("yes", facts(live(), Freshness.FRESH, RIGHT).get("inParity"));
        for (Freshness freshness : List.of(Freshness.STALE, Freshness.UNKNOWN, Freshness.GONE)) {
            assertEquals("not known", facts(live(), freshness, RIGHT).get("inParity"));
        }
    }

    @Test
    void whatIsUnknownIsNoNumber() {
        Map<String, String> facts = facts(
                Readings.of("orders", ReplicaState.CONNECTING).depths(-1, 5).lag(-1), Freshness.FRESH, RIGHT);

        assertEquals("not known", facts.get("originalDepth"));
        assertEquals("not known", facts.get("depthDifference"));
        assertEquals("not known", facts.get("lagMillis"));
        assertEquals("5", facts.get("replicaDepth"));
        assertEquals("1.2 MB", facts.get("bytesReceived"));
    }

    @Test
    void agesAreToldOnlyWhileClocksAgree() {
        Readings since = live().since(NOW.minusSeconds(90));

        assertTrue(facts(since, Freshness.FRESH, RIGHT).get("stateSince").endsWith("(1 min 30 s ago)"));
        for (Duration ahead : List.of(Duration.ofHours(2), Duration.ofHours(-2))) {
            String told = facts(since.since(NOW.plus(ahead)), Freshness.FRESH, new BrokerClock(ahead))
                    .get("stateSince");
            assertFalse(told.contains("ago"), told);
        }
        assertFalse(facts(since, Freshness.UNKNOWN, RIGHT).get("stateSince").contains("ago"));
    }

    @Test
    void noAgeIsNegative() {
        String told =
                facts(live().since(NOW.plusSeconds(1)), Freshness.FRESH, RIGHT).get("stateSince");

        assertTrue(told.endsWith("(0 s ago)"), told);
    }

    private static Readings live() {
        return Readings.of("orders", ReplicaState.LIVE)
                .since(NOW.minusSeconds(60))
                .parity(NOW)
                .depths(10, 10);
    }

    private Map<String, String> facts(Readings readings, Freshness freshness, BrokerClock clock) {
        ReplicaReading reading = readings.reading();
        ReplicaSight sight = new ReplicaSight(reading, freshness, Condition.IN_PARITY, 0, Optional.empty(), NOW);
        return Facts.of(texts, values, sight, clock).stream()
                .collect(Collectors.toMap(Facts.Fact::key, Facts.Fact::value));
    }
}
