// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TimeMarksTest {

    private static final long NOON = Instant.parse("2026-11-27T12:00:30Z").toEpochMilli();

    @Test
    void fiveMinutesAreMarkedByTheMinuteInLocalTime() {
        assertEquals(
                List.of("17:26", "17:27", "17:28", "17:29", "17:30"), texts("Asia/Kolkata", NOON - 300_000, NOON, 8));
    }

    @Test
    void hoursAreRoundInAZoneThatDiffersByHalfAnHour() {
        assertEquals(List.of("15:00", "16:00", "17:00"), texts("Asia/Kolkata", NOON - 10_800_000, NOON, 4));
    }

    @Test
    void midnightIsWrittenAsItsDate() {
        List<String> texts = texts("UTC", NOON - 86_400_000L, NOON, 8);

        assertTrue(texts.contains("27 Nov"), texts::toString);
        assertTrue(texts.contains("09:00"), texts::toString);
    }

    @Test
    void aLongTimeHasNoMoreMarksThanThereIsRoomFor() {
        for (long days = 1; days < 2_000; days *= 2) {
            int size = texts("UTC", NOON - days * 86_400_000L, NOON, 6).size();
            assertTrue(size <= 7 && size > 1, size + " marks of " + days + " days");
        }
    }

    private static List<String> texts(String zone, long from, long to, int most) {
        return new TimeMarks(Locale.ENGLISH, ZoneId.of(zone))
                .between(from, to, most).stream().map(TimeMarks.Mark::text).toList();
    }
}
