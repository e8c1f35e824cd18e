// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.metrics;

import io.micrometer.core.instrument.Meter;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two embedded brokers, each with a metrics plugin that lives longer than they. For one thread. */
final class MeteredBrokers implements AutoCloseable {

    private final PrometheusPlugin originalMetrics = new PrometheusPlugin();
    private final PrometheusPlugin replicaMetrics = new PrometheusPlugin();
    private final BrokerPair brokers;

    MeteredBrokers(Path folder, Consumer<EmbeddedBrokerBuilder> replicaSetup) throws Exception {
        brokers = BrokerPair.start(
                folder,
                setup -> setup.configure(originalMetrics::configure),
                setup -> replicaSetup.accept(setup.configure(replicaMetrics::configure)));
    }

    BrokerPair brokers() {
        return brokers;
    }

    Scrape original() {
        return Scrape.of(originalMetrics.scrape());
    }

    Scrape replica() {
        return Scrape.of(replicaMetrics.scrape());
    }

    /** All meters of both brokers, the brokers' own included, but for queues that a protocol makes when it likes. */
    Set<Meter.Id> meters() {
        return Stream.of(originalMetrics, replicaMetrics)
                .flatMap(metrics -> metrics.getRegistry().getMeters().stream())
                .map(Meter::getId)
                .filter(meter -> !Objects.toString(meter.getTag("address")).startsWith("$sys."))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Override
    public void close() throws Exception {
        brokers.close();
    }
}
