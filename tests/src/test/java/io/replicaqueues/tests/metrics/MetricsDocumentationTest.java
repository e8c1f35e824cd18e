// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.metrics;

import static java.util.stream.Collectors.toCollection;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.replicaqueues.tests.docs.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jolokia.json.JSONObject;
import org.jolokia.json.parser.JSONParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents, the alert rules and the dashboard name is what a live pair of brokers prints. */
class MetricsDocumentationTest {

    private static final String ORDERS = "orders";
    private static final Pattern METRIC = Pattern.compile("\\b(?:replica|original)_queue_\\w+");

    @TempDir
    private static Path folder;

    private static Scrape original;
    private static Scrape replica;
    private static MeteredBrokers brokers;

    @BeforeAll
    static void scrapeALivePair() throws Exception {
        brokers = new MeteredBrokers(folder, each -> {});
        brokers.brokers().original().createQueue(ORDERS);
        brokers.brokers().createReplica(ORDERS);
        brokers.brokers().awaitParity(ORDERS);
        await().until(() -> !brokers.original().names().isEmpty());
        original = brokers.original();
        replica = brokers.replica();
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void everyMetricIsInTheReferenceAndViceVersa() throws Exception {
        assertEquals(replica.names(), documented("On the replica broker"));
        assertEquals(original.names(), documented("On the original broker"));
    }

    @Test
    void everyAlertAsksForWhatThereIs() throws Exception {
        assertPrinted(Document.read("docs/operations.md")
                .section("Alerts")
                .blocks()
                .get(0)
                .text());
    }

    @Test
    void everyPanelOfTheDashboardAsksForWhatThereIs() throws Exception {
        String dashboard = Document.read("docs/grafana-replica-queues.json").text();
        JSONObject json = new JSONParser().parse(dashboard, JSONObject.class);

        assertEquals("Replica queues", json.get("title"));
        assertPrinted(dashboard);
    }

    private static Set<String> documented(String section) throws IOException {
        return Document.read("docs/metrics.md").section(section).table("metric").stream()
                .map(row -> row.get(0))
                .collect(toCollection(TreeSet::new));
    }

    private static void assertPrinted(String text) {
        Set<String> named =
                METRIC.matcher(text).results().map(match -> match.group()).collect(toCollection(TreeSet::new));
        assertFalse(named.isEmpty());
        named.removeAll(replica.names());
        named.removeAll(original.names());
        assertEquals(Set.of(), named);
    }
}
