// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one run of one setup measured. For one thread. */
final class Measurement {

    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);
    private List<Backlog.Point> backlog = List.of();

    Measurement with(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    Measurement with(Backlog overTime) {
        backlog = overTime.points();
        return this;
    }

    Map<Metric, Double> values() {
        return values;
    }

    /** Empty if nobody looked. */
    List<Backlog.Point> backlog() {
        return backlog;
    }
}
