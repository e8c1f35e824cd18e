// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark;

import io.replicaqueues.tests.benchmark.comparison.Comparison;
import io.replicaqueues.tests.benchmark.comparison.ComparisonSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program behind {@code mvn -Pbenchmark}: prints figures, and fails only if what it measured did not happen. Settings
 * are the system properties {@code benchmark.messages} (200000), {@code benchmark.size} in bytes (1024; several with commas
 * between, of which the catch-up takes the first) and {@code
 * benchmark.rounds} (3; of the catch-up the first of them with a cold JVM), and {@code benchmark.only}, empty for
 * everything, or of {@link Comparison#ids()}, {@code catch-up}, {@code status-reads} and {@code console} those that are to
 * be run, with commas between; for the former {@code benchmark.setups} likewise.
 */
public final class Benchmark {

    private static final String STATUS_READS = "status-reads";
    private static final String CONSOLE = "console";
    private static final String CATCH_UP = "catch-up";

    private Benchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        Thread.currentThread().setUncaughtExceptionHandler(Benchmark::fail);
        List<String> chosen = chosen(System.getProperty("benchmark.only", ""));
        Path folder = Files.createTempDirectory("replica-queues-benchmark");
        try {
            compare(folder, chosen);
            measureInThisProcess(folder, chosen);
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    /** Threads of brokers and clients would keep the process alive, and with it the brokers it has started. */
    private static void fail(Thread thread, Throwable failure) {
        failure.printStackTrace();
        System.exit(1);
    }

    /** First of all, while this process takes neither memory nor processor time. */
    private static void compare(Path folder, List<String> chosen) throws Exception {
        List<String> scenarios =
                Comparison.ids().stream().filter(chosen::contains).toList();
        if (scenarios.isEmpty()) {
            return;
        }
        try (Comparison comparison = new Comparison(folder, ComparisonSettings.fromProperties())) {
            comparison.run(scenarios);
        }
    }

    private static void measureInThisProcess(Path folder, List<String> chosen) throws Exception {
        if (Comparison.ids().containsAll(chosen)) {
            return;
        }
        System.out.printf(
                "Java %s on %d processors; both brokers in this process%n",
                System.getProperty("java.version"), Runtime.getRuntime().availableProcessors());
        if (chosen.contains(STATUS_READS)) {
            new StatusReadBenchmark(folder).run(200, 1_000);
        }
        if (chosen.contains(CONSOLE)) {
            new ConsoleBenchmark(folder).run();
        }
        if (chosen.contains(CATCH_UP)) {
            int messages = Integer.getInteger("benchmark.messages", 200_000);
            int size = ComparisonSettings.fromProperties().sizes().get(0);
            new CatchUpBenchmark(folder, messages, size).run(Integer.getInteger("benchmark.rounds", 3));
        }
    }

    private static List<String> chosen(String only) {
        List<String> all = new ArrayList<>(Comparison.ids());
        all.addAll(List.of(STATUS_READS, CONSOLE, CATCH_UP));
        if (only.isBlank()) {
            return all;
        }
        List<String> chosen = Stream.of(only.split(",", -1)).map(String::strip).toList();
        if (!all.containsAll(chosen)) {
            throw new IllegalArgumentException("benchmark.only is " + only + ", of which some is not in " + all);
        }
        return chosen;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
