// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 2, 1", "0, 97, 0, 100, 50", "-3, 12, -5, 15, 5", "-7, -2, -10, 0, 5", "90, 1000, 0, 1000, 500"
    })
    void marksAreRoundAndHoldZero(long lowest, long highest, long least, long most, long step) {
        assertEquals(new Scale(least, most, step), Scale.of(lowest, highest, lowest < 0 && highest > 0 ? 4 : 2));
    }

    @Test
    void everyValueIsOnItAndThereAreFewMarks() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long one = random.nextLong() >> random.nextInt(8, 64);
            long other = random.nextLong() >> random.nextInt(8, 64);
            Scale scale = Scale.of(Math.min(one, other), Math.max(one, other), 4);

            assertTrue(scale.share(one) >= 0 && scale.share(one) <= 1, one + " on " + scale);
            assertTrue(scale.share(other) >= 0 && scale.share(other) <= 1, other + " on " + scale);
            assertTrue(scale.marks().size() <= 6, () -> scale.marks().toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8, 2",
        "900, 500",
        "3_500, 1_000",
        "400_000, 120_000",
        "7_200_000, 1_800_000",
        "950_000_000, 432_000_000"
    })
    void marksOfTimeAreRoundInSecondsMinutesAndHours(String highest, String step) {
        long most = Long.parseLong(highest.replace("_", ""));

        assertEquals(
                Long.parseLong(step.replace("_", "")),
                Scale.ofMillis(0, most, 4).step());
    }

    @Test
    void anEmptyChartHasAScaleToo() {
        assertEquals(List.of(0L, 1L, 2L), Scale.of(0, 0, 4).marks());
    }
}
