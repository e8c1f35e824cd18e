// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round times of a time axis, in one zone and language. Immutable. */
final class TimeMarks {

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(14));

    private final ZoneId zone;
    private final DateTimeFormatter seconds;
    private final DateTimeFormatter minutes;
    private final DateTimeFormatter days;

    /**
     * A mark.
     *
     * @param millis when
     * @param text how it is written
     */
    record Mark(long millis, String text) {}

    TimeMarks(Locale locale, ZoneId zone) {
        this.zone = zone;
        this.seconds = DateTimeFormatter.ofPattern("HH:mm:ss", locale);
        this.minutes = DateTimeFormatter.ofPattern("HH:mm", locale);
        this.days = DateTimeFormatter.ofPattern("d MMM", locale);
    }

    /**
     * The marks of a stretch of time.
     *
     * @param most how many there is room for
     */
    List<Mark> between(long from, long to, int most) {
        Duration step = STEPS.stream()
                .filter(each -> (to - from) / each.toMillis() <= most)
                .findFirst()
                .orElseGet(() -> Duration.ofMillis((to - from) / Math.max(1, most) + 1));
        // Round in the zone, not in UTC: zones differ by quarters of an hour.
        long offset = Instant.ofEpochMilli(from).atZone(zone).getOffset().getTotalSeconds() * 1_000L;
        long millis = step.toMillis();
        List<Mark> marks = new ArrayList<>();
        for (long mark = -Math.floorDiv(-(from + offset), millis) * millis - offset; mark <= to; mark += millis) {
            marks.add(new Mark(mark, text(Instant.ofEpochMilli(mark).atZone(zone), step)));
        }
        return marks;
    }

    private String text(ZonedDateTime time, Duration step) {
        boolean isMidnight = time.toLocalTime().equals(LocalTime.MIDNIGHT);
        if (step.toDays() > 0 || (isMidnight && step.toHours() > 0)) {
            return days.format(time);
        }
        return (step.toMinutes() > 0 ? minutes : seconds).format(time);
    }
}
