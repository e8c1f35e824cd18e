// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the setups next to each other: every scenario is run once by each in turn, round after round, on brokers that
 * stay up from scenario to scenario. For one thread. Needs Linux.
 */
public final class Comparison implements AutoCloseable {

    private final ComparisonSettings settings;
    private final PairBuilder builder;
    private final Map<Setup, Pair> pairs = new EnumMap<>(Setup.class);

    /**
     * Starts nothing yet.
     *
     * @param folder an existing folder for the brokers' instances
     */
    public Comparison(Path folder, ComparisonSettings settings) {
        this.settings = settings;
        this.builder = new PairBuilder(folder, settings);
    }

    /** Names of the scenarios, in the order in which they are run. */
    public static List<String> ids() {
        return Scenarios.of(ComparisonSettings.fromProperties()).stream()
                .map(Scenario::id)
                .distinct()
                .toList();
    }

    /** Runs scenarios, prints their tables, writes both files of results after each, and charts at the end. */
    public void run(List<String> ids) throws Exception {
        Conditions conditions = new Conditions(settings);
        List<ScenarioResult> results = new ArrayList<>();
        try (LoadProcess client = LoadProcess.start()) {
            Instruments instruments = new Instruments(client, new CpuClock());
            for (Scenario scenario : Scenarios.of(settings)) {
                List<Setup> setups = settings.measuredOf(scenario.setups());
                if (ids.contains(scenario.id()) && !setups.isEmpty()) {
                    results.add(measure(scenario, setups, instruments));
                    write(conditions.atEnd(), results);
                }
            }
        }
        System.out.println(conditions.markdown());
        for (int number = 0; number < results.size(); number++) {
            // The number, as a scenario may be there more than once.
            String name = (number + 1) + "-" + results.get(number).scenario().id() + ".png";
            Chart.write(results.get(number), settings.output().resolve(name));
            if (BacklogChart.isOf(results.get(number))) {
                BacklogChart.write(results.get(number), settings.output().resolve("backlog-" + name));
            }
        }
    }

    private ScenarioResult measure(Scenario scenario, List<Setup> setups, Instruments instruments) throws Exception {
        Map<Setup, List<Measurement>> rounds = new LinkedHashMap<>();
        boolean fresh = connect(setups, instruments.client());
        int warmups = scenario.warmups(settings.warmups() + (fresh ? settings.freshWarmups() : 0));
        setups.forEach(setup -> rounds.put(setup, new ArrayList<>()));
        for (int round = 1 - warmups; round <= settings.rounds(); round++) {
            for (Setup setup : setups) {
                Pair pair = pairs.get(setup);
                Measurement measurement = scenario.measure(pair, instruments);
                pair.clear();
                if (round > 0) {
                    rounds.get(setup).add(measurement);
                }
                System.err.printf("%s round %d %s: %s%n", scenario.id(), round, setup.label(), measurement.values());
            }
        }
        return new ScenarioResult(scenario, rounds);
    }

    /**
     * All brokers of a scenario are of the same age, or the older ones would be faster by what their JVMs have learnt.
     *
     * @return whether they have just been started
     */
    private boolean connect(List<Setup> setups, LoadProcess client) throws Exception {
        if (pairs.keySet().containsAll(setups)) {
            return false;
        }
        close();
        for (Setup setup : setups) {
            pairs.put(setup, builder.start(setup));
            pairs.get(setup).connect(client);
        }
        return true;
    }

    private void write(Conditions conditions, List<ScenarioResult> results) throws IOException {
        System.out.println(TableWriter.table(results.get(results.size() - 1)));
        Files.createDirectories(settings.output());
        Files.writeString(settings.output().resolve("comparison.json"), JsonWriter.json(conditions, results));
        StringBuilder markdown = new StringBuilder(conditions.markdown());
        results.forEach(result -> markdown.append('\n').append(TableWriter.table(result)));
        Files.writeString(settings.output().resolve("comparison.md"), markdown);
    }

    @Override
    public void close() throws Exception {
        for (Pair pair : pairs.values()) {
            pair.close();
        }
        pairs.clear();
    }
}
