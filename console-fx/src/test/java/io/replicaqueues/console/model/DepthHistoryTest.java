// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DepthHistoryTest {

    private static final long START = 1_000_000_000;
    private static final int HOUR = 3_600;
    private static final int DAY = 24 * HOUR;

    private final DepthHistory history = new DepthHistory();

    @Test
    void everySampleOfTheLastFiveMinutesIsKept() {
        add(0, 300, 1_000);

        assertEquals(300, history.recent().size());
        assertEquals(new Sample(START + 299_000, 300, 299, 7), history.recent().get(299));
    }

    @Test
    void aDayOfSamplesStaysBoundedAndInOrderAndReachesBack() {
        add(0, DAY, 1_000);

        assertIsBoundedAndInOrder();
        assertTrue(history.all().get(0).millis() < START + 600_000, "The start is forgotten");
        assertEquals(301, history.recent().size());
        assertEquals(START + (DAY - 1) * 1_000L, last().millis());
    }

    @Test
    void aWeekOfSamplesThatAllStandOutStaysBoundedAndInOrder() {
        Random random = new Random(1);
        for (int i = 0; i < 7 * DAY; i++) {
            history.add(
                    new Sample(START + i * 1_000L, random.nextInt(1_000), random.nextInt(1_000), random.nextInt(9)));
        }

        assertIsBoundedAndInOrder();
        assertTrue(history.all().get(0).millis() < START + 8 * HOUR * 1_000L, "The start is forgotten");
    }

    @Test
    void samplesEachAloneInItsStretchStayBounded() {
        add(0, 3 * DAY / 60, 60_000);

        assertIsBoundedAndInOrder();
    }

    @Test
    void theLastHourHasThreeHundredSamplesAtAnyTimeOfTheDay() {
        for (int i = 0; i < DAY; i++) {
            add(i, 1, 1_000);
            if (i >= HOUR && i % 600 == 0) {
                int size = history.since(START + (i - HOUR) * 1_000L).size();
                assertTrue(size >= 300, size + " samples of the last hour");
            }
        }
    }

    @Test
    void aPeakOfOneSecondIsKeptForADay() {
        add(0, 2 * HOUR, 1_000);
        history.add(new Sample(START + 2 * HOUR * 1_000L, 77_777, 5, 66_666));
        add(2 * HOUR + 1, 2_000, 1_000);

        assertEquals(1, peaks());
        add(2 * HOUR + 2_001, DAY, 1_000);
        assertEquals(1, peaks());
    }

    private long peaks() {
        return history.all().stream()
                .filter(sample -> sample.lagMillis() == 66_666)
                .count();
    }

    @Test
    void aGapIsKeptForADayAndHasNoDepth() {
        add(0, 100, 1_000);
        history.addGap();
        add(160, DAY, 1_000);

        List<Sample> unknown = history.all().stream()
                .filter(sample -> sample.replicaDepth() < 0)
                .toList();
        assertEquals(List.of(Sample.gap(START + 99_001)), unknown);
        assertTrue(unknown.stream().noneMatch(Sample::hasDifference));
    }

    @Test
    void readingTwiceASecondKeepsFiveMinutesAtMost() {
        add(0, 5_000, 500);

        assertEquals(DepthHistory.MOST_RECENT, history.recent().size());
    }

    @Test
    void onlyWhatIsYoungEnoughIsGiven() {
        add(0, 100, 1_000);

        assertEquals(10, history.since(START + 90_000).size());
    }

    @Test
    void aClockThatIsSetBackTakesBackWhatIsStillToCome() {
        add(0, 3 * HOUR, 1_000);
        add(HOUR, 10, 1_000);

        assertIsBoundedAndInOrder();
        assertEquals(START + (HOUR + 9) * 1_000L, last().millis());
        assertTrue(history.all().size() > 20, "What was before the clock was set back is forgotten");
    }

    private Sample last() {
        List<Sample> all = history.all();
        return all.get(all.size() - 1);
    }

    private void assertIsBoundedAndInOrder() {
        List<Sample> all = history.all();
        int most = DepthHistory.MOST_RECENT + DepthHistory.MOST_OF_THE_HOUR + DepthHistory.MOST_OLD + 8;
        assertTrue(all.size() <= most, () -> all.size() + " samples");
        for (int i = 1; i < all.size(); i++) {
            assertTrue(all.get(i - 1).millis() < all.get(i).millis(), "Not in order at " + i);
        }
    }

    private void add(int from, int count, long step) {
        for (int i = from; i < from + count; i++) {
            history.add(new Sample(START + i * step, i + 1, i, 7));
        }
    }
}
