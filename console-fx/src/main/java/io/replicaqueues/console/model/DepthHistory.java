// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The depths of a queue since the console started, in bounded memory: every sample of the last five minutes, and
 * ever fewer of what is older. For the thread that owns the models.
 */
public final class DepthHistory {

    /** How far back every sample is kept. */
    public static final Duration RECENT = Duration.ofMinutes(5);

    /** Two a second for five minutes. */
    static final int MOST_RECENT = 600;

    static final int MOST_OLD = 600;

    private final SampleRing recent = new SampleRing(MOST_RECENT);
    private final SampleRing old = new SampleRing(MOST_OLD);
    /** Of how many samples that leave the recent ones one is kept. */
    private int stride = 1;

    private int skipped;

    /** Takes a sample, not older than those before. One that is older is left out: the clock was set back. */
    void add(Sample sample) {
        if (recent.size() > 0 && sample.millis() < recent.get(recent.size() - 1).millis()) {
            return;
        }
        if (recent.size() == MOST_RECENT) {
            retireOldest();
        }
        recent.add(sample);
        while (recent.get(0).millis() < sample.millis() - RECENT.toMillis()) {
            retireOldest();
        }
    }

    private void retireOldest() {
        Sample leaving = recent.removeFirst();
        skipped++;
        if (skipped < stride) {
            return;
        }
        skipped = 0;
        if (old.size() == MOST_OLD) {
            old.keepEverySecond();
            stride *= 2;
        }
        old.add(leaving);
    }

    /** The samples of the last five minutes, the oldest first. */
    public List<Sample> recent() {
        return recent.toList();
    }

    /** The samples since a moment, thinned where they are older than five minutes, the oldest first. */
    public List<Sample> since(long millis) {
        List<Sample> samples = new ArrayList<>(all());
        samples.removeIf(sample -> sample.millis() < millis);
        return samples;
    }

    /** Everything since the start, thinned where it is older than five minutes, the oldest first. */
    public List<Sample> all() {
        List<Sample> samples = new ArrayList<>(old.size() + recent.size());
        samples.addAll(old.toList());
        samples.addAll(recent.toList());
        return samples;
    }
}
