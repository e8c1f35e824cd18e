// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DepthHistoryTest {

    private static final long START = 1_000_000;

    private final DepthHistory history = new DepthHistory();

    @Test
    void everySampleOfTheLastFiveMinutesIsKept() {
        add(0, 300, 1_000);

        assertEquals(300, history.recent().size());
        assertEquals(new Sample(START + 299_000, 299, 298, 7), history.recent().get(299));
    }

    @Test
    void aDayOfSamplesStaysBoundedAndInOrderAndReachesBack() {
        add(0, 24 * 3_600, 1_000);

        List<Sample> all = history.all();
        assertTrue(all.size() <= DepthHistory.MOST_OLD + DepthHistory.MOST_RECENT, () -> all.size() + " samples");
        assertTrue(all.size() > DepthHistory.MOST_OLD / 2);
        for (int i = 1; i < all.size(); i++) {
            assertTrue(all.get(i - 1).millis() < all.get(i).millis());
        }
        assertTrue(all.get(0).millis() < START + 600_000, "The start is forgotten");
        assertEquals(301, history.recent().size());
        assertEquals(START + (24 * 3_600 - 1) * 1_000L, all.get(all.size() - 1).millis());
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
    void aSampleFromBeforeTheClockWasSetBackIsNotFollowedByAnOlderOne() {
        add(10, 1, 1_000);
        add(0, 1, 1_000);

        assertEquals(1, history.all().size());
    }

    private void add(int from, int count, long step) {
        for (int i = from; i < from + count; i++) {
            history.add(new Sample(START + i * step, i, i - 1, 7));
        }
    }
}
