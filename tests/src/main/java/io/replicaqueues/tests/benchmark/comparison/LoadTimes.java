// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

/**
 * How long a {@link Load} took, from the first message on.
 *
 * @param sentSeconds until the broker had confirmed every message
 * @param consumedSeconds until the last message was consumed; 0 without consumers
 */
record LoadTimes(double sentSeconds, double consumedSeconds) {

    String line() {
        return Task.line(sentSeconds, consumedSeconds);
    }

    static LoadTimes parse(String line) {
        String[] words = line.split(" ", -1);
        return new LoadTimes(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
    }
}
