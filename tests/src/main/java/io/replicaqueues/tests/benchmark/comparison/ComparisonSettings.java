// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.nio.file.Path;

/**
 * How much is measured. Any thread may read it.
 *
 * @param messages in each run
 * @param size bytes of a message's body
 * @param rounds measured runs of each setup
 * @param warmups runs of each setup before them, which do not count
 * @param freshWarmups further such runs on brokers that have just been started, whose JVMs still compile
 * @param seconds how long messages are sent at a steady rate
 * @param memory heap of each broker, as {@code 2G}
 * @param output folder for the files of results
 */
public record ComparisonSettings(
        int messages, int size, int rounds, int warmups, int freshWarmups, int seconds, String memory, Path output) {

    /** Takes the system properties that begin with {@code benchmark.}. */
    public static ComparisonSettings fromProperties() {
        return new ComparisonSettings(
                Integer.getInteger("benchmark.messages", 200_000),
                Integer.getInteger("benchmark.size", 1_024),
                Integer.getInteger("benchmark.rounds", 5),
                Integer.getInteger("benchmark.warmups", 1),
                Integer.getInteger("benchmark.fresh-warmups", 6),
                Integer.getInteger("benchmark.seconds", 10),
                System.getProperty("benchmark.memory", "2G"),
                Path.of(System.getProperty("benchmark.output", "target/benchmark")));
    }
}
