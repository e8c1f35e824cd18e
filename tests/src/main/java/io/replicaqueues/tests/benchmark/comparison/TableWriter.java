// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Results as Markdown: medians, in parentheses the range, and what each setup is next to the first. Stateless. */
final class TableWriter {

    private static final Set<Setup> TOOLS = EnumSet.of(Setup.TRANSFER, Setup.BRIDGE, Setup.AMQP_BRIDGE);

    private TableWriter() {}

    /** A heading and a table. */
    static String table(ScenarioResult result) {
        List<Setup> setups = result.setups();
        List<Setup> compared = setups.subList(1, setups.size());
        StringBuilder table =
                new StringBuilder("### ").append(result.scenario().heading()).append("\n\n|");
        cell(table, "");
        setups.forEach(setup -> cell(table, setup.label()));
        compared.forEach(
                setup -> cell(table, setup.label() + " next to " + setups.get(0).label()));
        table.append("\n|")
                .append(" --- |")
                .append(" ---: |".repeat(setups.size() + compared.size()))
                .append('\n');
        for (Metric metric : result.metrics()) {
            table.append('|');
            cell(table, metric.label());
            setups.forEach(setup -> cell(table, range(result.summary(setup, metric), metric)));
            compared.forEach(setup ->
                    cell(table, next(result.summary(setup, metric), result.summary(setups.get(0), metric), metric)));
            table.append('\n');
        }
        return table.append(added(result)).append(best(result)).toString();
    }

    /** How often a replica does in the same time what the fastest of the other tools does. */
    private static String best(ScenarioResult result) {
        OptionalDouble best = TOOLS.stream()
                .filter(result.setups()::contains)
                .flatMap(tool -> result.summary(tool, Metric.CATCH_UP).stream())
                .mapToDouble(Summary::median)
                .max();
        if (best.isEmpty() || !result.setups().contains(Setup.REPLICA)) {
            return "";
        }
        double replica =
                result.summary(Setup.REPLICA, Metric.CATCH_UP).orElseThrow().median();
        return String.format(
                Locale.ROOT, "%nThe replica is %.1f times as fast as the best tool.%n", replica / best.getAsDouble());
    }

    /** What replication costs next to what the mirror costs, in processor time over the unreplicated run. */
    private static String added(ScenarioResult result) {
        if (!result.setups().containsAll(List.of(Setup.NONE, Setup.REPLICA, Setup.MIRROR))) {
            return "";
        }
        Optional<Summary> none = result.summary(Setup.NONE, Metric.CPU_BOTH);
        Optional<Summary> replica = result.summary(Setup.REPLICA, Metric.CPU_BOTH);
        Optional<Summary> mirror = result.summary(Setup.MIRROR, Metric.CPU_BOTH);
        if (none.isEmpty() || replica.isEmpty() || mirror.isEmpty()) {
            return "";
        }
        double ofReplica = replica.get().median() - none.get().median();
        double ofMirror = mirror.get().median() - none.get().median();
        return String.format(
                Locale.ROOT,
                "%nCPU that the replica adds on both brokers: %.0f %% of what the mirror adds.%n",
                100 * ofReplica / ofMirror);
    }

    private static void cell(StringBuilder table, String text) {
        table.append(' ').append(text).append(" |");
    }

    private static String range(Optional<Summary> summary, Metric metric) {
        return summary.map(values -> number(values.median(), metric) + " (" + number(values.min(), metric) + "–"
                        + number(values.max(), metric) + ")")
                .orElse("");
    }

    private static String next(Optional<Summary> one, Optional<Summary> first, Metric metric) {
        if (one.isEmpty() || first.isEmpty()) {
            return "";
        }
        double median = one.get().median();
        double reference = first.get().median();
        return switch (metric.against()) {
            case SHARE -> String.format(Locale.ROOT, "%.0f %%", 100 * median / reference);
            case DIFFERENCE -> (median < reference ? "−" : "+") + number(Math.abs(median - reference), metric);
            case NOTHING -> "";
        };
    }

    private static String number(double value, Metric metric) {
        return String.format(Locale.ROOT, "%,." + metric.decimals() + "f", value)
                .replace('-', '−');
    }
}
