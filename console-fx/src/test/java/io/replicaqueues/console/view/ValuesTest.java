// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    private final Values values = new Values(Locale.ENGLISH, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "-1, –",
        "0, 0 ms",
        "999, 999 ms",
        "1500, 1.5 s",
        "61000, 1 min 1 s",
        "120000, 2 min",
        "7260000, 2 h 1 min",
        "7200000, 2 h"
    })
    void aLagIsInTheUnitThatFits(long millis, String text) {
        assertEquals(text, values.lag(millis));
    }

    @Test
    void whatIsNotKnownIsADashAndNoNumber() {
        assertEquals("–", values.count(-1));
        assertEquals("–", values.rate(Double.NaN));
    }

    @Test
    void numbersAreWrittenAsTheLanguageDoes() {
        assertEquals("1,234,567", values.count(1_234_567));
        assertEquals("1.234.567", new Values(Locale.GERMAN, ZoneOffset.UTC).count(1_234_567));
        assertEquals("+12", values.difference(12));
        assertEquals("-12", values.difference(-12));
        assertEquals("2.5", values.rate(2.5));
        assertEquals("1,250", values.rate(1_250.4));
    }

    @Test
    void aMomentOfAnotherDayHasItsDate() {
        assertTrue(values.moment(Instant.EPOCH).contains("70"));
        assertEquals(8, values.moment(Instant.now()).length());
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "100, 1 s", "59000, 59 s", "61000, 1 min 1 s", "90000000, 1 d 1 h", "172800000, 2 d"})
    void aDurationIsToTheSecond(long millis, String text) {
        assertEquals(text, values.duration(Duration.ofMillis(millis)));
    }

    @Test
    void bytesAreInTheUnitThatFitsAndAllIsSaidOnlyOfAll() {
        assertEquals("999 B", values.bytes(999));
        assertEquals("1.2 MB", values.bytes(1_234_567));
        assertEquals("9.2 EB", values.bytes(Long.MAX_VALUE));
        assertEquals("99 %", values.percent(0.9999));
    }
}
