// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** What a {@link BrokerProcess} is to be. Every setting has a working default. For one thread. */
public final class BrokerProcessBuilder {

    private static final String END_OF_CORE = "</core>";

    /** A broker that lives for a minute spends less on the first compiler than both would save it. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private final String name;
    private final Path folder;
    private final List<String> createOptions = new ArrayList<>();
    private final Map<String, String> properties = new LinkedHashMap<>(Map.of("queue-replication", "yes"));
    private final Map<String, String> environment = new LinkedHashMap<>(Map.of("JAVA_ARGS_APPEND", SHORT_LIVED));
    private final List<Path> libraries = new ArrayList<>();
    private UnaryOperator<String> brokerXml = UnaryOperator.identity();
    private Path home = fromProperty("artemis.home");
    private Path extension = fromProperty("extension.jar");
    private int port;
    private int httpPort;
    private SSLContext tls;
    private String memory = "1G";

    BrokerProcessBuilder(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /** Folder of the distribution. Left out: system property {@code artemis.home}. */
    public BrokerProcessBuilder home(Path value) {
        home = value;
        return this;
    }

    /** The extension's jar. Left out: system property {@code extension.jar}. */
    public BrokerProcessBuilder extension(Path value) {
        extension = value;
        return this;
    }

    /** A broker without the extension. */
    public BrokerProcessBuilder withoutExtension() {
        extension = null;
        return this;
    }

    /** A further jar for the {@code lib} of the instance. */
    public BrokerProcessBuilder library(Path jar) {
        libraries.add(jar);
        return this;
    }

    /** A property of the plugin. {@code queue-replication} is {@code yes} unless set otherwise here. */
    public BrokerProcessBuilder property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Takes a property of the plugin away, {@code queue-replication} for example. */
    public BrokerProcessBuilder withoutProperty(String key) {
        properties.remove(key);
        return this;
    }

    /** Port of the acceptor. Left out: any free one. */
    public BrokerProcessBuilder port(int value) {
        port = value;
        return this;
    }

    /** Port of the web console. Left out: any free one. */
    public BrokerProcessBuilder httpPort(int value) {
        httpPort = value;
        return this;
    }

    /** Asks the web console over HTTPS, once the instance is set up for it. */
    public BrokerProcessBuilder https(SSLContext trust) {
        tls = trust;
        return this;
    }

    /** Heap of the broker, {@code 512M} at least. Left out: {@code 1G}. */
    public BrokerProcessBuilder memory(String value) {
        memory = value;
        return this;
    }

    /** A variable of the environment that the broker runs in. */
    public BrokerProcessBuilder environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Further options of {@code artemis create}. */
    public BrokerProcessBuilder createOptions(String... options) {
        createOptions.addAll(Arrays.asList(options));
        return this;
    }

    /** A change of the generated {@code broker.xml}, applied after the plugin's block is in it. */
    public BrokerProcessBuilder brokerXml(UnaryOperator<String> change) {
        UnaryOperator<String> before = brokerXml;
        brokerXml = xml -> change.apply(before.apply(xml));
        return this;
    }

    /** Creates the instance. The builder must not be used any more. */
    public BrokerProcess create() throws IOException, InterruptedException {
        if (home == null) {
            throw new IllegalStateException("Set artemis.home to the folder of an Apache Artemis distribution");
        }
        port = port == 0 ? FreePorts.next() : port;
        httpPort = httpPort == 0 ? FreePorts.next() : httpPort;
        Path instance = folder.resolve(name);
        createInstance(instance);
        if (extension != null) {
            libraries.add(extension);
        }
        for (Path library : libraries) {
            Files.copy(library, instance.resolve("lib").resolve(library.getFileName()));
        }
        Path xml = instance.resolve("etc").resolve("broker.xml");
        Files.writeString(xml, brokerXml.apply(configured(Files.readString(xml))));
        return new BrokerProcess(name, instance, port, httpPort, environment, tls);
    }

    /** Creates the instance and starts it. The builder must not be used any more. */
    public BrokerProcess start() throws IOException, InterruptedException {
        BrokerProcess broker = create();
        broker.start();
        return broker;
    }

    private void createInstance(Path instance) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin").resolve("artemis").toString(),
                "create",
                instance.toString(),
                "--silent",
                "--name",
                name,
                "--user",
                Broker.USER,
                "--password",
                Broker.PASSWORD,
                "--require-login",
                "--host",
                "127.0.0.1",
                "--default-port",
                Integer.toString(port),
                "--http-host",
                "127.0.0.1",
                "--http-port",
                Integer.toString(httpPort),
                "--java-memory",
                memory,
                "--nio",
                "--no-autotune",
                "--no-amqp-acceptor",
                "--no-hornetq-acceptor",
                "--no-mqtt-acceptor",
                "--no-stomp-acceptor"));
        command.addAll(createOptions);
        File output = folder.resolve(name + "-create.log").toFile();
        ProcessBuilder create =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        create.environment().put("JAVA_HOME", System.getProperty("java.home"));
        create.environment().put("JAVA_ARGS", SHORT_LIVED + " -XX:+UseSerialGC");
        int status = create.start().waitFor();
        if (status != 0) {
            throw new IOException("artemis create ended with status " + status + ": "
                    + Files.readString(output.toPath(), StandardCharsets.UTF_8));
        }
    }

    private String configured(String xml) {
        // A nearly full disk of the machine that runs the tests is no reason to block producers.
        String roomy = xml.replaceFirst("<max-disk-usage>\\d+<", "<max-disk-usage>-1<");
        if (extension == null) {
            return roomy;
        }
        int end = roomy.lastIndexOf(END_OF_CORE);
        return roomy.substring(0, end) + pluginBlock() + roomy.substring(end);
    }

    private String pluginBlock() {
        StringBuilder block = new StringBuilder("   <broker-plugins>\n      <broker-plugin class-name=\"")
                .append("io.replicaqueues.extension.ReplicaQueuesPlugin\">\n");
        properties.forEach((key, value) -> block.append("         <property key=\"")
                .append(key)
                .append("\" value=\"")
                .append(value)
                .append("\"/>\n"));
        return block.append("      </broker-plugin>\n   </broker-plugins>\n").toString();
    }

    private static Path fromProperty(String key) {
        String value = System.getProperty(key);
        return value == null || value.isEmpty() ? null : Path.of(value);
    }
}
