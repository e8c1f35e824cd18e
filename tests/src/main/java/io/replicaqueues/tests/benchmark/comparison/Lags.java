// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.Arrays;

/** How long messages took from the moment they were due to be sent until they were seen, in milliseconds. */
record Lags(double median, double p99, double max) {

    static Lags ofNanos(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Lags(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }

    String line() {
        return Task.line(median, p99, max);
    }

    static Lags parse(String line) {
        String[] words = line.split(" ", -1);
        return new Lags(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }
}
