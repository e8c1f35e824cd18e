// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Prometheus reads of a broker about replicas and originals. Immutable. */
record Scrape(List<Sample> samples) {

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)\\{(.*)} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern OURS = Pattern.compile("(replica|original)_queue_.*");

    /** One figure. */
    record Sample(String name, Map<String, String> labels, double value) {}

    static Scrape of(String text) {
        return new Scrape(text.lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .filter(line -> OURS.matcher(line.group(1)).matches())
                .map(line -> new Sample(line.group(1), parsed(line.group(2)), Double.parseDouble(line.group(3))))
                .toList());
    }

    /** The names of what there is. */
    Set<String> names() {
        return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many figures have that name. */
    long count(String name) {
        return named(name, Map.of()).size();
    }

    /** The only figure with that name and these labels, or more of them. */
    double value(String name, Map<String, String> labels) {
        return only(name, labels).value();
    }

    /** The only figure with that name. */
    double value(String name) {
        return value(name, Map.of());
    }

    /** The labels of the only figure with that name. */
    Map<String, String> labels(String name) {
        return only(name, Map.of()).labels();
    }

    private Sample only(String name, Map<String, String> labels) {
        List<Sample> found = named(name, labels);
        assertEquals(1, found.size(), () -> name + labels + " in " + samples);
        return found.get(0);
    }

    private List<Sample> named(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    private static Map<String, String> parsed(String labels) {
        return LABEL.matcher(labels)
                .results()
                .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
    }
}
