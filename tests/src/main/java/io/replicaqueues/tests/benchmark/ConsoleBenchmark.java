// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark;

import io.replicaqueues.jolokia.JolokiaEndpoint;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.management.JMX;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;

/**
 * What the console costs, and what it asks of brokers: 10 brokers with 200 replicas each, all read once a second over
 * Jolokia, the overview being shown, drawn in memory. Needs Linux, for the console's resident memory, in which its whole
 * heap counts if the options say so. For one thread.
 */
final class ConsoleBenchmark {

    private static final int BROKERS = 10;
    private static final int REPLICAS = 200;
    /** Until then a good part of its processor time goes into compiling what it does for the first time. */
    private static final Duration WARM_UP = Duration.ofSeconds(150);

    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final int MESSAGES_TO_TAKE = 50;
    private static final long PATIENCE_MILLIS = 200;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Path folder;
    private final List<EmbeddedBroker> brokers = new ArrayList<>();

    ConsoleBenchmark(Path folder) {
        this.folder = folder;
    }

    void run() throws Exception {
        EmbeddedBroker original = start("original");
        for (int queue = 0; queue < REPLICAS; queue++) {
            original.createQueue("queue" + queue);
        }
        for (int broker = 0; broker < BROKERS; broker++) {
            follow(start("node" + broker), original);
        }
        Thread traffic = new Thread(() -> send(original), "traffic");
        traffic.setDaemon(true);
        traffic.start();
        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(0, Broker.USER, Broker.PASSWORD);
                CountingGateway gateway = CountingGateway.to(endpoint.url())) {
            Process console = open(gateway);
            try {
                measure(console.toHandle(), gateway);
            } finally {
                console.destroy();
                console.waitFor(10, TimeUnit.SECONDS);
            }
        }
        traffic.interrupt();
        for (EmbeddedBroker broker : brokers) {
            broker.stop();
        }
    }

    private EmbeddedBroker start(String name) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.named(name, folder.resolve(name))
                .queueReplication("yes")
                .start();
        brokers.add(0, broker);
        return broker;
    }

    private static void follow(EmbeddedBroker broker, EmbeddedBroker original) throws Exception {
        QueueReplicationMXBean replication = JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                ObjectNames.queueReplication(broker.name()),
                QueueReplicationMXBean.class);
        for (int queue = 0; queue < REPLICAS; queue++) {
            replication.createReplica(original.address(), "queue" + queue);
        }
    }

    /** Some ten messages a second through every queue, so that nothing on the screen stands still. */
    private static void send(EmbeddedBroker original) {
        try (Connection connection = original.core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(null)) {
            connection.start();
            for (int round = 0; !Thread.currentThread().isInterrupted(); round++) {
                for (int queue = 0; queue < REPLICAS; queue++) {
                    producer.send(session.createQueue("queue" + queue), session.createTextMessage("round " + round));
                }
                session.commit();
                if (round % MESSAGES_TO_TAKE == MESSAGES_TO_TAKE - 1) {
                    empty(session);
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        } catch (JMSException e) {
            System.err.println("No more traffic: " + e.getMessage());
        }
    }

    private static void empty(Session session) throws JMSException {
        for (int queue = 0; queue < REPLICAS; queue++) {
            try (MessageConsumer consumer = session.createConsumer(session.createQueue("queue" + queue))) {
                int left = MESSAGES_TO_TAKE;
                while (left > 0 && consumer.receive(PATIENCE_MILLIS) != null) {
                    left--;
                }
                session.commit();
            }
        }
    }

    private Process open(CountingGateway gateway) throws Exception {
        JSONArray list = new JSONArray();
        for (int broker = 0; broker < BROKERS; broker++) {
            String name = "node" + broker;
            JSONObject entry = new JSONObject();
            entry.put("name", name);
            entry.put("broker", name);
            entry.put("address", gateway.addressFor(name).toString());
            entry.put("colour", "#0969da");
            entry.put("user", Broker.USER);
            entry.put("password", Broker.PASSWORD);
            list.add(entry);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("console.options", "").split(" +")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of(
                "-classpath",
                System.getProperty("java.class.path"),
                "io.replicaqueues.console.Launcher",
                "--brokers-on-standard-input"));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE);
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("settings").toString());
        Process process = builder.start();
        try (BufferedWriter input =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8))) {
            input.write(list.toJSONString());
            input.newLine();
        }
        return process;
    }

    private static void measure(ProcessHandle console, CountingGateway gateway) throws Exception {
        letPass(WARM_UP);
        Duration cpuBefore = cpu(console);
        long[] before = counts(gateway);
        long began = System.nanoTime();
        letPass(MEASURED);
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpu = cpu(console).minus(cpuBefore).toNanos() / 1e9;
        long[] after = counts(gateway);
        double most = LongStream.range(0, BROKERS)
                        .map(broker -> after[(int) broker] - before[(int) broker])
                        .max()
                        .orElseThrow()
                / seconds;
        System.out.printf(
                "console with %d brokers of %d replicas at 1 s: %.1f %% of one processor, %d MB resident, at most %.2f"
                        + " requests a second to a broker%n",
                BROKERS, REPLICAS, 100 * cpu / seconds, residentMegabytes(console), most);
    }

    private static long[] counts(CountingGateway gateway) {
        return LongStream.range(0, BROKERS)
                .map(broker -> gateway.count("node" + broker))
                .toArray();
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static long residentMegabytes(ProcessHandle process) throws Exception {
        String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        Matcher resident = RESIDENT.matcher(status);
        return resident.find() ? Long.parseLong(resident.group(1)) / 1_024 : -1;
    }

    private static void letPass(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
