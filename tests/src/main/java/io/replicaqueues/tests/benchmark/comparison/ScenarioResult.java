// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a scenario measured, of each setup one measurement a round. For one thread. */
record ScenarioResult(Scenario scenario, Map<Setup, List<Measurement>> rounds) {

    ScenarioResult(Scenario scenario, Map<Setup, List<Measurement>> rounds) {
        this.scenario = scenario;
        this.rounds = Collections.unmodifiableMap(new LinkedHashMap<>(rounds));
    }

    /** What was measured, in the order of the turns. */
    List<Setup> setups() {
        return List.copyOf(rounds.keySet());
    }

    /** The metrics that any setup has. */
    List<Metric> metrics() {
        return Arrays.stream(Metric.values())
                .filter(metric -> setups().stream()
                        .anyMatch(setup -> summary(setup, metric).isPresent()))
                .toList();
    }

    /** Every round of one metric; empty if the setup has none of it. */
    List<Double> values(Setup setup, Metric metric) {
        return rounds.get(setup).stream()
                .map(measurement -> measurement.values().get(metric))
                .filter(value -> value != null)
                .toList();
    }

    Optional<Summary> summary(Setup setup, Metric metric) {
        List<Double> values = values(setup, metric);
        return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values));
    }
}
