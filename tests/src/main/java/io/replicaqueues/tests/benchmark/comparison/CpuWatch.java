// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.IOException;

/** Processor time of both brokers of a pair from now on. For one thread. */
final class CpuWatch {

    /** Messages that processor time is given for. */
    static final double PER = 100_000;

    private final CpuClock clock;
    private final Pair pair;
    private final double original;
    private final double second;

    CpuWatch(CpuClock clock, Pair pair) throws IOException {
        this.clock = clock;
        this.pair = pair;
        this.original = clock.seconds(pair.original().pid());
        this.second = clock.seconds(pair.second().pid());
    }

    /** Adds seconds per 100,000 messages to a measurement. */
    Measurement into(Measurement measurement, int messages) throws IOException {
        double scale = PER / messages;
        double ofOriginal = (clock.seconds(pair.original().pid()) - original) * scale;
        double ofSecond = (clock.seconds(pair.second().pid()) - second) * scale;
        return measurement
                .with(Metric.CPU_ORIGINAL, ofOriginal)
                .with(Metric.CPU_SECOND, ofSecond)
                .with(Metric.CPU_BOTH, ofOriginal + ofSecond);
    }
}
