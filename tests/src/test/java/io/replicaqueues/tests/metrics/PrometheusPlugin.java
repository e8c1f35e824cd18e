// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.metrics;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.MetricsConfiguration;
import org.apache.activemq.artemis.core.server.metrics.ActiveMQMetricsPlugin;

/**
 * A metrics plugin such as users have: a Prometheus registry, scraped over HTTP if the option {@code port} is given. It
 * needs no other class of the tests, so that a broker process can load it. Safe on any thread.
 */
public final class PrometheusPlugin implements ActiveMQMetricsPlugin {

    private final transient PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Override
    public ActiveMQMetricsPlugin init(Map<String, String> options) {
        try {
            serve(Integer.parseInt(options.get("port")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            try (var body = exchange.getResponseBody()) {
                body.write(text);
            }
        });
        server.start();
    }

    /** Makes this the metrics plugin of an embedded broker, also of one that is started again. */
    void configure(Configuration broker) {
        broker.setMetricsConfiguration(new MetricsConfiguration().setPlugin(this));
    }

    @Override
    public MeterRegistry getRegistry() {
        return registry;
    }

    /** Every figure, as Prometheus reads it. */
    public String scrape() {
        return registry.scrape();
    }
}
