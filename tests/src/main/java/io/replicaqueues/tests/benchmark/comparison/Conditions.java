// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader must know to judge the figures. For one thread. */
final class Conditions {

    private static final Pattern PROCESSOR = Pattern.compile("model name\\s*:\\s*(.*)");
    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s*(\\d+) kB");
    private static final Pattern VERSION = Pattern.compile("apache-artemis-(.*)");

    private final Map<String, Object> facts = new LinkedHashMap<>();

    Conditions(ComparisonSettings settings) throws IOException {
        String artemis =
                Path.of(System.getProperty("artemis.home")).getFileName().toString();
        facts.put("began", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("processor", first(PROCESSOR, Files.readString(Path.of("/proc/cpuinfo"))));
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        long kilobytes = Long.parseLong(first(MEMORY, Files.readString(Path.of("/proc/meminfo"))));
        facts.put("memory", Math.round(kilobytes / 1024.0 / 1024.0) + " GiB");
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Java", System.getProperty("java.runtime.version"));
        facts.put("Artemis", first(VERSION, artemis));
        facts.put("heap of each broker", settings.memory());
        facts.put("journal", "NIO, journal-buffer-timeout " + PairBuilder.JOURNAL_BUFFER_NANOS + " ns, datasync");
        facts.put("messages of a run, at most", settings.messages());
        facts.put("bytes of a body", settings.sizes());
        facts.put("rounds", settings.rounds());
        facts.put("warm-up runs", settings.warmups() + ", on new brokers " + settings.freshWarmups() + " more");
        facts.put("load of the machine before", load());
    }

    /** Notes how busy the machine was, brokers and load included. */
    Conditions atEnd() {
        facts.put("load of the machine at the end", load());
        return this;
    }

    Map<String, Object> facts() {
        return facts;
    }

    /** As a list. */
    String markdown() {
        StringBuilder list = new StringBuilder();
        facts.forEach((name, value) ->
                list.append("- ").append(name).append(": ").append(value).append('\n'));
        for (Setup setup : Setup.values()) {
            list.append("- `")
                    .append(setup.label())
                    .append("`: ")
                    .append(setup.meaning())
                    .append('\n');
        }
        return list.toString();
    }

    private static double load() {
        double minute = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Math.round(minute * 100) / 100.0;
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "unknown";
    }
}
