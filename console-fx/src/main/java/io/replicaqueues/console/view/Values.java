// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;

/** How numbers and times are written, in one language and time zone. For the JavaFX thread. */
public final class Values {

    /** What stands where nothing is known. */
    public static final String NONE = "–";

    private static final long MILLIS_TO_SHOW_SECONDS = 1_000;
    private static final long MILLIS_TO_SHOW_MINUTES = 60_000;
    private static final long MILLIS_TO_SHOW_HOURS = 3_600_000;

    private static final long SECONDS_TO_SHOW_MINUTES = 60;
    private static final int PERCENT = 100;
    private static final double UNIT = 1_000;
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private final NumberFormat whole;
    private final NumberFormat tenths;
    private final DateTimeFormatter time;
    private final DateTimeFormatter dateAndTime;
    private final ZoneId zone;

    /** Values as a language writes them. */
    public Values(Locale locale, ZoneId zone) {
        this.whole = NumberFormat.getIntegerInstance(locale);
        this.tenths = NumberFormat.getNumberInstance(locale);
        tenths.setMinimumFractionDigits(1);
        tenths.setMaximumFractionDigits(1);
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss", locale);
        this.dateAndTime = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.MEDIUM)
                .withLocale(locale);
        this.zone = zone;
    }

    /** A count; a dash if it is below zero, which means unknown. */
    public String count(long value) {
        return value < 0 ? NONE : whole.format(value);
    }

    /** A difference, with its sign. */
    public String difference(long value) {
        return (value > 0 ? "+" : "") + whole.format(value);
    }

    /** So many in a second; a dash if that is not a number. */
    public String rate(double perSecond) {
        if (Double.isNaN(perSecond)) {
            return NONE;
        }
        return perSecond > 0 && perSecond < 10 ? tenths.format(perSecond) : whole.format(Math.round(perSecond));
    }

    /** A lag of milliseconds in the unit that fits; a dash if it is below zero, which means unknown. */
    public String lag(long millis) {
        if (millis < 0) {
            return NONE;
        }
        if (millis < MILLIS_TO_SHOW_SECONDS) {
            return whole.format(millis) + " ms";
        }
        if (millis < MILLIS_TO_SHOW_MINUTES) {
            return tenths.format(millis / (double) MILLIS_TO_SHOW_SECONDS) + " s";
        }
        Duration lag = Duration.ofMillis(millis);
        return millis < MILLIS_TO_SHOW_HOURS
                ? lag.toMinutes() + " min" + rest(lag.toSecondsPart(), " s")
                : whole.format(lag.toHours()) + " h" + rest(lag.toMinutesPart(), " min");
    }

    private static String rest(int count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }

    /** A time that something takes, to the second. */
    public String duration(Duration duration) {
        long seconds = (duration.toMillis() + MILLIS_TO_SHOW_SECONDS - 1) / MILLIS_TO_SHOW_SECONDS;
        Duration rounded = Duration.ofSeconds(seconds);
        if (seconds < SECONDS_TO_SHOW_MINUTES) {
            return seconds + " s";
        }
        if (rounded.toDays() > 0) {
            return whole.format(rounded.toDays()) + " d" + rest(rounded.toHoursPart(), " h");
        }
        return lag(rounded.toMillis());
    }

    /** A part of a whole, from 0 to 1. All is said only of all. */
    public String percent(double share) {
        return (int) Math.floor(share * PERCENT) + " %";
    }

    /** A number of bytes in the unit that fits. */
    public String bytes(long bytes) {
        int unit = 0;
        double scaled = bytes;
        while (scaled >= UNIT && unit < UNITS.size() - 1) {
            scaled /= UNIT;
            unit++;
        }
        return unit == 0 ? whole.format(bytes) + " B" : tenths.format(scaled) + " " + UNITS.get(unit);
    }

    /** The time zone in which times are written. */
    public ZoneId zone() {
        return zone;
    }

    /** A time of today, or a time with its date. */
    public String moment(Instant instant) {
        boolean isToday = LocalDate.ofInstant(instant, zone).equals(LocalDate.now(zone));
        return (isToday ? time : dateAndTime).withZone(zone).format(instant);
    }
}
