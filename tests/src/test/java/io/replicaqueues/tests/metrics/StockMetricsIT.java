// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.BrokerProcessBuilder;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.demo.Demo;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of a broker of the distribution with a metrics plugin in its {@code lib}, and of brokers without Micrometer. */
class StockMetricsIT {

    private static final String ORDERS = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void aBrokerOfTheDistributionPrintsItsReplicasAlsoAfterACrash() throws Exception {
        int port = FreePorts.next();
        try (EmbeddedBroker node1 = EmbeddedBroker.named("node1", folder.resolve("node1"))
                        .queueReplication("yes")
                        .start();
                BrokerProcess node2 = metered(port).start()) {
            node1.createQueue(ORDERS);
            new MixedMessages(1, "producer").send(node1.core(), ORDERS, 25);
            node2.jolokia()
                    .exec(ObjectNames.queueReplication("node2").toString(), "createReplica", node1.address(), ORDERS);
            awaitPrinted(port);

            node2.kill();
            node2.start();

            awaitPrinted(port);
        }
    }

    private static void awaitPrinted(int port) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Scrape printed = scrape(port);
            Map<String, String> orders = Map.of("broker", "node2", "address", ORDERS, "queue", ORDERS);
            assertEquals(25, printed.value("replica_queue_depth", orders));
            assertEquals(25, printed.value("original_queue_depth", orders));
            assertEquals(1, printed.value("replica_queue_in_parity", orders));
        });
    }

    private static Scrape scrape(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return Scrape.of(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }

    private BrokerProcessBuilder metered(int port) throws IOException {
        BrokerProcessBuilder broker = BrokerProcess.named("node2", folder)
                .library(pluginJar())
                .brokerXml(xml -> xml.replace(
                        "</core>",
                        "<metrics><plugin class-name=\"" + PrometheusPlugin.class.getName()
                                + "\"><property key=\"port\" value=\"" + port + "\"/></plugin></metrics></core>"));
        classPath().filter(entry -> isOf(entry, "prometheus")).map(Path::of).forEach(broker::library);
        return broker;
    }

    private Path pluginJar() throws IOException {
        Path jar = folder.resolve("metrics-plugin.jar");
        String entry = PrometheusPlugin.class.getName().replace('.', '/') + ".class";
        try (InputStream type = PrometheusPlugin.class.getResourceAsStream("/" + entry);
                JarOutputStream written = new JarOutputStream(Files.newOutputStream(jar))) {
            written.putNextEntry(new JarEntry(entry));
            type.transferTo(written);
        }
        return jar;
    }

    /** Micrometer is optional for the broker, and so it is for the extension. */
    @Test
    void brokersWithoutMicrometerReplicateAsEver() throws Exception {
        String classPath = String.join(
                File.pathSeparator,
                classPath().filter(entry -> !isOf(entry, "micrometer")).toList());
        List<String> ports = Stream.of("node1", "node2", "jmx", "jolokia")
                .map(name -> "-Ddemo." + name + ".port=" + FreePorts.next())
                .toList();
        File output = folder.resolve("demo.log").toFile();
        ProcessBuilder demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Ddemo.seconds=1",
                        "-cp",
                        classPath)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output));
        demo.command().addAll(ports);
        demo.command().add(Demo.class.getName());

        int status = demo.start().waitFor();

        assertEquals(0, status, () -> read(output));
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Stream<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static boolean isOf(String entry, String library) {
        return Path.of(entry).getFileName().toString().contains(library);
    }
}
