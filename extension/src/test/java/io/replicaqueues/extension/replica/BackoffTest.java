// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final int SAMPLES = 1_000;

    @Test
    void theFirstTryComesWithinATenthOfASecond() {
        assertWithin(50, 100, waits(1));
    }

    @Test
    void eachWaitIsTwiceAsLongUpToFiveSeconds() {
        assertWithin(100, 200, waits(2));
        assertWithin(200, 400, waits(3));
        assertWithin(1_600, 3_200, waits(6));
        assertWithin(2_500, 5_000, waits(7));
        assertWithin(2_500, 5_000, waits(100));
    }

    @Test
    void manyReplicasDoNotComeAtOnce() {
        LongSummaryStatistics waits = waits(7);

        assertTrue(waits.getMax() - waits.getMin() > 2_000, waits::toString);
    }

    @Test
    void afterASuccessItBeginsAnew() {
        Backoff backoff = new Backoff(100, 5_000);
        LongStream.range(0, 10).forEach(i -> backoff.nextMillis());

        backoff.reset();

        assertTrue(backoff.nextMillis() <= 100);
    }

    private static void assertWithin(long least, long most, LongSummaryStatistics waits) {
        assertTrue(waits.getMin() >= least && waits.getMax() <= most, waits::toString);
    }

    private static LongSummaryStatistics waits(int nth) {
        return LongStream.range(0, SAMPLES)
                .map(i -> {
                    Backoff backoff = new Backoff(100, 5_000);
                    LongStream.range(1, nth).forEach(before -> backoff.nextMillis());
                    return backoff.nextMillis();
                })
                .summaryStatistics();
    }
}
