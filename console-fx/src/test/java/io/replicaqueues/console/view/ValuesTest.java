// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    private final Values values = new Values(Locale.ENGLISH, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"-1, –", "0, 0 ms", "999, 999 ms", "1500, 1.5 s", "61000, 1 min 1 s", "7260000, 2 h 1 min"})
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
}
