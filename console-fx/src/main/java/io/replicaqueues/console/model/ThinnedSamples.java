// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Samples of longer ago: of each stretch of time only those that stand out, so that neither a peak nor a gap is lost. The
 * stretches become longer when there are too many. For one thread.
 */
final class ThinnedSamples {

    private static final Comparator<Sample> BY_DEPTH = Comparator.comparingLong(Sample::originalDepth);
    private static final Comparator<Sample> BY_LAG = Comparator.comparingLong(Sample::lagMillis);
    private static final Comparator<Sample> BY_DIFFERENCE =
            Comparator.comparingLong(sample -> sample.hasDifference() ? Math.abs(sample.difference()) : -1);

    private final SampleRing kept;
    private long stretchMillis;
    private long stretch;
    // What stands out in the stretch that is not over yet; null in an empty one. An unknown depth is the lowest.
    private Sample lowest;
    private Sample highest;
    private Sample slowest;
    private Sample farthest;

    /**
     * No samples yet.
     *
     * @param stretchMillis length of a stretch
     * @param most how many are kept at the most
     */
    ThinnedSamples(long stretchMillis, int most) {
        this.stretchMillis = stretchMillis;
        this.kept = new SampleRing(most);
    }

    /** Takes a sample, not older than those before. */
    void add(Sample sample) {
        if (lowest != null && stretchOf(sample) != stretch) {
            endStretch();
        }
        stretch = stretchOf(sample);
        lowest = lowest == null || BY_DEPTH.compare(sample, lowest) < 0 ? sample : lowest;
        highest = greater(highest, sample, BY_DEPTH);
        slowest = greater(slowest, sample, BY_LAG);
        farthest = greater(farthest, sample, BY_DIFFERENCE);
    }

    private long stretchOf(Sample sample) {
        return Math.floorDiv(sample.millis(), stretchMillis);
    }

    private static Sample greater(Sample most, Sample sample, Comparator<Sample> order) {
        return most == null || order.compare(sample, most) > 0 ? sample : most;
    }

    private void endStretch() {
        List<Sample> outstanding = outstanding();
        clearStretch();
        for (Sample sample : outstanding) {
            // Twice as long may not be enough: two of one stretch can stand out where each was alone in its own.
            while (kept.isFull()) {
                lengthenStretches();
            }
            kept.add(sample);
        }
    }

    private List<Sample> outstanding() {
        return lowest == null
                ? List.of()
                : Stream.of(lowest, highest, slowest, farthest)
                        .distinct()
                        .sorted(Comparator.comparingLong(Sample::millis))
                        .toList();
    }

    private void clearStretch() {
        lowest = null;
        highest = null;
        slowest = null;
        farthest = null;
    }

    private void lengthenStretches() {
        List<Sample> all = kept.toList();
        kept.clear();
        stretchMillis *= 2;
        all.forEach(this::add);
        endStretch();
    }

    /** Takes out the oldest if it is older than that. Returns null if it is not, or there is none. */
    Sample removeOlderThan(long millis) {
        if (kept.size() == 0) {
            return null;
        }
        return kept.get(0).millis() < millis ? kept.removeFirst() : null;
    }

    /** Forgets what is newer than that. */
    void removeNewerThan(long millis) {
        List<Sample> open = outstanding();
        clearStretch();
        while (kept.size() > 0 && kept.last().millis() > millis) {
            kept.removeLast();
        }
        open.stream().filter(sample -> sample.millis() <= millis).forEach(this::add);
    }

    /** All of them, the oldest first. */
    List<Sample> toList() {
        List<Sample> all = new ArrayList<>(kept.toList());
        all.addAll(outstanding());
        return all;
    }
}
