// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much is measured. Any thread may read it.
 *
 * @param messages in each run, unless their bodies take too much of a broker's heap
 * @param setups labels of those that are measured, in any order; empty for all
 * @param sizes bytes of a message's body, one or more
 * @param rounds measured runs of each setup
 * @param warmups runs of each setup before them, which do not count
 * @param freshWarmups further such runs on brokers that have just been started, whose JVMs still compile
 * @param seconds how long messages are sent at a steady rate, and how long brokers idle
 * @param replicas of many queues between two brokers
 * @param memory heap of each broker, as {@code 2G}
 * @param output folder for the files of results
 */
public record ComparisonSettings(
        int messages,
        List<String> setups,
        List<Integer> sizes,
        int rounds,
        int warmups,
        int freshWarmups,
        int seconds,
        int replicas,
        String memory,
        Path output) {

    /** What bodies may take of a broker's heap: each message takes more than its body, and a replica has a copy. */
    private static final int SHARE_OF_HEAP = 4;

    /** Takes the system properties that begin with {@code benchmark.}. */
    public static ComparisonSettings fromProperties() {
        return new ComparisonSettings(
                Integer.getInteger("benchmark.messages", 200_000),
                named(System.getProperty("benchmark.setups", "")),
                Stream.of(System.getProperty("benchmark.size", "1024").split(",", -1))
                        .map(size -> Integer.valueOf(size.strip()))
                        .toList(),
                Integer.getInteger("benchmark.rounds", 5),
                Integer.getInteger("benchmark.warmups", 1),
                Integer.getInteger("benchmark.fresh-warmups", 6),
                Integer.getInteger("benchmark.seconds", 10),
                Integer.getInteger("benchmark.replicas", 1_000),
                System.getProperty("benchmark.memory", "2G"),
                Path.of(System.getProperty("benchmark.output", "target/benchmark")));
    }

    private static List<String> named(String setups) {
        List<String> all = Arrays.stream(Setup.values()).map(Setup::label).toList();
        List<String> named = Stream.of(setups.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (!all.containsAll(named)) {
            throw new IllegalArgumentException("benchmark.setups is " + setups + ", of which some is not in " + all);
        }
        return named;
    }

    /** Those of some setups that are measured. */
    List<Setup> measuredOf(List<Setup> some) {
        return some.stream()
                .filter(setup -> setups.isEmpty() || setups.contains(setup.label()))
                .toList();
    }

    /** Messages of a run with bodies of a size: fewer than asked for if memory does not hold them, as no broker may page. */
    int messagesOf(int size) {
        return Math.min(messages, mostOf(size));
    }

    /** The messages with bodies of a size that a queue may have. */
    int mostOf(int size) {
        return (int) Math.min(Integer.MAX_VALUE, heapBytes() / SHARE_OF_HEAP / size);
    }

    private long heapBytes() {
        long number = Long.parseLong(memory.substring(0, memory.length() - 1));
        return switch (memory.charAt(memory.length() - 1)) {
            case 'G', 'g' -> number << 30;
            case 'M', 'm' -> number << 20;
            default -> throw new IllegalArgumentException("benchmark.memory is " + memory + ", not as 2G or 512M");
        };
    }
}
