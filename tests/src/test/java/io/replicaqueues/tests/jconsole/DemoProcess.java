// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jconsole;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The demo as {@code mvn -Pdemo} runs it, in a process of its own on free ports. For one thread. */
final class DemoProcess implements AutoCloseable {

    static final String USER = "operator";
    static final String PASSWORD = "demo-secret";

    private static final int CLOSE_SECONDS = 30;

    private final Process process;
    private final Path output;
    private final String url;

    private DemoProcess(Process process, Path output, String url) {
        this.process = process;
        this.output = output;
        this.url = url;
    }

    /** Starts it and waits until its replica is live. */
    static DemoProcess start(Path folder) throws IOException {
        int jmxPort = FreePorts.next();
        Path output = folder.resolve("demo.log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Ddemo.node1.port=" + FreePorts.next(),
                        "-Ddemo.node2.port=" + FreePorts.next(),
                        "-Ddemo.jmx.port=" + jmxPort,
                        "-Ddemo.jolokia.port=" + FreePorts.next(),
                        "-Ddemo.user=" + USER,
                        "-Ddemo.password=" + PASSWORD,
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Demo.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end of the demo"));
        DemoProcess demo =
                new DemoProcess(process, output, "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi");
        await("the demo's replica")
                .atMost(Screen.PATIENCE)
                .failFast("the demo has ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> "LIVE".equals(demo.state()));
        return demo;
    }

    /** Where JConsole connects to. */
    String url() {
        return url;
    }

    /** State of the replica. */
    @SuppressWarnings("BanJNDI")
    String state() throws Exception {
        try (JMXConnector connector = JMXConnectorFactory.connect(
                new JMXServiceURL(url), Map.of(JMXConnector.CREDENTIALS, new String[] {USER, PASSWORD}))) {
            return connector
                    .getMBeanServerConnection()
                    .getAttribute(ObjectNames.replica("node2", "orders"), "State")
                    .toString();
        }
    }

    /** What it has printed. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Ends it as Ctrl-C does. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The demo did not end within " + CLOSE_SECONDS + " s");
        }
    }
}
