// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The meters of one thing, which are registered and removed together. Made by one thread, removed by any. */
final class MeterGroup {

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    /** The registry holds what it counts by weak references. */
    private final List<DoubleSupplier> counted = new ArrayList<>();

    MeterGroup(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /** @param unit in the plural, or null for a plain number */
    void gauge(String name, String unit, String description, DoubleSupplier value, String... furtherTags) {
        meters.add(Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .tags(tags.and(furtherTags))
                .baseUnit(unit)
                .description(description)
                .register(registry));
    }

    /** @param unit in the plural, or null for a plain number */
    void counter(String name, String unit, String description, DoubleSupplier value, String... furtherTags) {
        counted.add(value);
        meters.add(FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
                .tags(tags.and(furtherTags))
                .baseUnit(unit)
                .description(description)
                .register(registry));
    }

    void remove() {
        meters.forEach(registry::remove);
    }
}
