// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The depths of a queue since the console started, in bounded memory: every sample of the last five minutes, what
 * stands out in every fifteen seconds of the last hour, and what stands out in ever longer stretches before that;
 * stretches in which more stands out than there is room for are longer. A replica that is read once a second needs at most 40 kB for it. For the thread that owns the models.
 */
public final class DepthHistory {

    /** How far back every sample is kept. */
    public static final Duration RECENT = Duration.ofMinutes(5);

    /** How far back stretches are short. */
    public static final Duration HOUR = Duration.ofHours(1);

    /** Two a second for five minutes. */
    static final int MOST_RECENT = 600;

    static final int MOST_OF_THE_HOUR = 450;
    static final int MOST_OLD = 400;
    private static final long STRETCH_OF_THE_HOUR = 15_000;
    private static final long FIRST_OLD_STRETCH = 60_000;

    private final SampleRing recent = new SampleRing(MOST_RECENT);
    private final ThinnedSamples hour = new ThinnedSamples(STRETCH_OF_THE_HOUR, MOST_OF_THE_HOUR);
    private final ThinnedSamples old = new ThinnedSamples(FIRST_OLD_STRETCH, MOST_OLD);

    /** Takes a sample. If there are later ones this machine's clock was set back, and they are forgotten. */
    void add(Sample sample) {
        if (recent.size() > 0 && sample.millis() < recent.last().millis()) {
            forgetAfter(sample.millis());
        }
        if (recent.isFull()) {
            retireOldest();
        }
        recent.add(sample);
        while (recent.get(0).millis() < sample.millis() - RECENT.toMillis()) {
            retireOldest();
        }
        long hourAgo = sample.millis() - HOUR.toMillis();
        for (Sample leaving = hour.removeOlderThan(hourAgo); leaving != null; leaving = hour.removeOlderThan(hourAgo)) {
            old.add(leaving);
        }
    }

    /** From the latest sample on nothing is known, until the next one. */
    void addGap() {
        if (recent.size() > 0) {
            add(Sample.gap(recent.last().millis() + 1));
        }
    }

    private void retireOldest() {
        hour.add(recent.removeFirst());
    }

    private void forgetAfter(long millis) {
        while (recent.size() > 0 && recent.last().millis() > millis) {
            recent.removeLast();
        }
        hour.removeNewerThan(millis);
        old.removeNewerThan(millis);
    }

    /** The samples of the last five minutes, the oldest first. */
    public List<Sample> recent() {
        return recent.toList();
    }

    /** The samples since a moment, thinned where they are older than five minutes, the oldest first. */
    public List<Sample> since(long millis) {
        List<Sample> samples = all();
        samples.removeIf(sample -> sample.millis() < millis);
        return samples;
    }

    /** Everything since the start, thinned where it is older than five minutes, the oldest first. */
    public List<Sample> all() {
        List<Sample> samples = new ArrayList<>(old.toList());
        samples.addAll(hour.toList());
        samples.addAll(recent.toList());
        return samples;
    }
}
