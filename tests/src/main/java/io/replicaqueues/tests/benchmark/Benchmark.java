// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The program behind {@code mvn -Pbenchmark}: prints figures, asserts nothing. Settings are the system properties
 * {@code benchmark.messages} (200000), {@code benchmark.size} in bytes (1024) and {@code benchmark.rounds} (3, the first
 * of them with a cold JVM) for the catch-up, and {@code benchmark.only}, empty for everything, {@code catch-up}, {@code
 * status-reads} or {@code console}.
 */
public final class Benchmark {

    private Benchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        int messages = Integer.getInteger("benchmark.messages", 200_000);
        int size = Integer.getInteger("benchmark.size", 1_024);
        int rounds = Integer.getInteger("benchmark.rounds", 3);
        String only = System.getProperty("benchmark.only", "");
        Path folder = Files.createTempDirectory("replica-queues-benchmark");
        try {
            System.out.printf(
                    "Java %s on %d processors; both brokers in this process%n",
                    System.getProperty("java.version"), Runtime.getRuntime().availableProcessors());
            if (only.isEmpty() || only.equals("status-reads")) {
                new StatusReadBenchmark(folder).run(200, 1_000);
            }
            if (only.isEmpty() || only.equals("console")) {
                new ConsoleBenchmark(folder).run();
            }
            if (only.isEmpty() || only.equals("catch-up")) {
                new CatchUpBenchmark(folder, messages, size).run(rounds);
            }
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
