// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;

/**
 * The desktop console in a process of its own, connected to the brokers of the demo: to node1 over JMX, to node2 over
 * Jolokia. One thread opens and closes it. A person may close it before; the demo goes on.
 */
final class DemoConsole implements AutoCloseable {

    private static final String CONSOLE = "io.replicaqueues.console.Launcher";
    private static final long SECONDS_TO_CLOSE = 5;

    private final Process process;

    private DemoConsole(Process process) {
        this.process = process;
    }

    static DemoConsole open(DemoSettings settings, URI jolokia) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java));
        Collections.addAll(command, System.getProperty("console.options", "").split(" +"));
        command.removeIf(String::isEmpty);
        command.addAll(
                List.of("-classpath", System.getProperty("java.class.path"), CONSOLE, "--brokers-on-standard-input"));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // The password goes where other users of this machine cannot see it, unlike arguments.
        try (BufferedWriter input =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8))) {
            input.write(brokers(settings, jolokia).toJSONString());
            input.newLine();
        } catch (IOException e) {
            process.destroy();
            throw e;
        }
        return new DemoConsole(process);
    }

    private static JSONArray brokers(DemoSettings settings, URI jolokia) {
        JSONArray brokers = new JSONArray();
        brokers.add(broker("node1", JmxServer.url(settings.jmxPort()), "#1a7f37", settings));
        brokers.add(broker(DemoBrokers.REPLICA_BROKER, jolokia.toString(), "#0969da", settings));
        return brokers;
    }

    private static JSONObject broker(String name, String address, String colour, DemoSettings settings) {
        JSONObject broker = new JSONObject();
        broker.put("name", name);
        broker.put("broker", name);
        broker.put("address", address);
        broker.put("colour", colour);
        broker.put("user", settings.user());
        broker.put("password", settings.password());
        return broker;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
