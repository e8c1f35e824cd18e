// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import io.replicaqueues.mbeans.ObjectNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A broker as a user runs it: an instance of the distribution in a process of its own, with the web console and
 * its Jolokia. Made by {@link #named}. It never outlives this JVM.
 */
public final class BrokerProcess implements Broker {

    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String RESULT = "result: ";

    static {
        // For the clients of the broker, which log in this JVM, too.
        TestDefaults.set();
    }

    private final String name;
    private final Path instance;
    private final int port;
    private final int httpPort;
    private final Map<String, String> environment;
    private final SSLContext tls;
    private Process process;
    private Thread undertaker;

    BrokerProcess(String name, Path instance, int port, int httpPort, Map<String, String> environment, SSLContext tls) {
        this.name = name;
        this.instance = instance;
        this.port = port;
        this.httpPort = httpPort;
        this.environment = new LinkedHashMap<>(environment);
        this.tls = tls;
    }

    /**
     * Begins the set-up of a broker instance.
     *
     * @param name name of the broker
     * @param folder an existing folder; the instance becomes a folder in it
     */
    public static BrokerProcessBuilder named(String name, Path folder) {
        return new BrokerProcessBuilder(name, folder);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    /** Where Jolokia answers. */
    public URI jolokiaUrl() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + httpPort + "/console/jolokia");
    }

    /** The MBeans, as {@link #user()}. */
    public JolokiaClient jolokia() {
        return jolokia(user(), password());
    }

    /** The MBeans, as another user. */
    public JolokiaClient jolokia(String user, String password) {
        return tls == null
                ? new JolokiaClient(jolokiaUrl(), user, password)
                : new JolokiaClient(tls, jolokiaUrl(), user, password);
    }

    /** Messages in an anycast queue on the address of its name, also those in delivery or scheduled. */
    public long depth(String queue) throws IOException, InterruptedException, JolokiaException {
        return count(queue, "MessageCount");
    }

    /** How many messages of a queue are in delivery to consumers. */
    public long delivering(String queue) throws IOException, InterruptedException, JolokiaException {
        return count(queue, "DeliveringCount");
    }

    private long count(String queue, String attribute) throws IOException, InterruptedException, JolokiaException {
        String bean = ObjectNames.DOMAIN + ":broker=\"" + name + "\",component=addresses,address=\"" + queue
                + "\",subcomponent=queues,routing-type=\"anycast\",queue=\"" + queue + "\"";
        return ((Number) jolokia().read(bean, attribute)).longValue();
    }

    /** The instance's folder, with {@code etc}, {@code lib}, {@code data} and {@code log}. */
    public Path instance() {
        return instance;
    }

    /** The broker's log. */
    public Path logFile() {
        return instance.resolve("log").resolve("artemis.log");
    }

    /** The broker's log so far, empty before it was first started. */
    public String log() throws IOException {
        return Files.exists(logFile()) ? Files.readString(logFile()) : "";
    }

    /** What stands in {@code ENC(...)} for a password, in a file of the instance or in an address. */
    public String masked(String password) throws IOException, InterruptedException {
        return mask("--password-codec", password);
    }

    /** What the users' file of the instance holds in {@code ENC(...)} for a password. */
    public String hashed(String password) throws IOException, InterruptedException {
        return mask("--hash", password);
    }

    private String mask(String option, String password) throws IOException, InterruptedException {
        String tool = instance.resolve("bin").resolve("artemis").toString();
        ProcessBuilder mask = new ProcessBuilder(tool, "mask", option, password).redirectErrorStream(true);
        mask.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = mask.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int result = output.lastIndexOf(RESULT);
        if (process.waitFor() != 0 || result < 0) {
            throw new IOException("artemis mask of broker " + name + " wrote: " + output);
        }
        return output.substring(result + RESULT.length()).strip();
    }

    /** Bytes in the files of the journal, which the broker fills with zeros in advance. */
    public long journalBytes() throws IOException {
        return bytesIn("journal");
    }

    /** Bytes in all the files of the broker's data. */
    public long dataBytes() throws IOException {
        return bytesIn("");
    }

    /** Messages whose bodies are in files of their own, as far as the broker has not deleted them yet. */
    public long largeMessages() throws IOException {
        try (Stream<Path> files = Files.list(instance.resolve("data").resolve("large-messages"))) {
            return files.count();
        }
    }

    /** Bytes of the heap in use after a collection. */
    public long heapInUse() throws IOException, InterruptedException, JolokiaException {
        // The broker lets nobody call the operation of its MBean.
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        int status = new ProcessBuilder(jcmd.toString(), Long.toString(pid()), "GC.run")
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("No garbage collection in broker " + name);
        }
        return heapUsed();
    }

    /** Bytes of the heap in use, garbage included. */
    public long heapUsed() throws IOException, InterruptedException, JolokiaException {
        Map<?, ?> usage = (Map<?, ?>) jolokia().read("java.lang:type=Memory", "HeapMemoryUsage");
        return ((Number) usage.get("used")).longValue();
    }

    /** Sets a variable of the environment that the broker runs in from its next start on. */
    public void environment(String variable, String value) {
        environment.put(variable, value);
    }

    /** Id of the running process. */
    public long pid() {
        return running().pid();
    }

    /** Whether its process is there, suspended or not. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public void start() throws IOException, InterruptedException {
        if (isRunning()) {
            return;
        }
        ProcessBuilder run = new ProcessBuilder(
                        instance.resolve("bin").resolve("artemis").toString(), "run")
                .directory(instance.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(
                        instance.resolve("log").resolve("console.log").toFile()));
        run.environment().put("JAVA_HOME", System.getProperty("java.home"));
        run.environment().putAll(environment);
        Process started = run.start();
        process = started;
        undertaker = new Thread(started::destroyForcibly, "end of " + name);
        Runtime.getRuntime().addShutdownHook(undertaker);
        awaitJolokia(started);
    }

    @Override
    public void stop() throws InterruptedException {
        if (process == null) {
            return;
        }
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("Broker " + name + " did not stop within " + STOP.toSeconds() + " s");
        }
        forget();
    }

    /** Kills the process (SIGKILL), suspended or not, and waits until it is gone. */
    @Override
    public void kill() throws InterruptedException {
        if (process == null) {
            return;
        }
        process.destroyForcibly().waitFor();
        forget();
    }

    /** Holds the process (SIGSTOP): its connections stay open and nothing is answered. */
    public void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a held process go on (SIGCONT). */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("Signal " + signal + " did not reach broker " + name);
        }
    }

    private Process running() {
        if (!isRunning()) {
            throw new IllegalStateException("Broker " + name + " does not run");
        }
        return process;
    }

    private void awaitJolokia(Process started) throws IOException, InterruptedException {
        JolokiaClient jolokia = jolokia();
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers(jolokia)) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                String fate = started.isAlive()
                        ? "does not answer after " + START.toSeconds() + " s"
                        : "ended with status " + started.exitValue();
                kill();
                throw new IOException("Broker " + name + " " + fate + "; it wrote last: " + endOfOutput());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Whether the broker's own MBean is there: Jolokia answers a moment before the broker has registered it. */
    private boolean answers(JolokiaClient jolokia) throws InterruptedException {
        try {
            return !jolokia.search("org.apache.activemq.artemis:broker=\"" + name + "\"")
                    .isEmpty();
        } catch (IOException | JolokiaException notYet) {
            return false;
        }
    }

    /** The last lines the process wrote, without the frames of stack traces. */
    private String endOfOutput() throws IOException {
        List<String> lines = Files.readAllLines(outputFile()).stream()
                .filter(line -> !line.startsWith("\tat "))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    private Path outputFile() {
        return instance.resolve("log").resolve("console.log");
    }

    private void forget() {
        Runtime.getRuntime().removeShutdownHook(undertaker);
        process = null;
    }

    private long bytesIn(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(instance.resolve("data").resolve(folder))) {
            return files.mapToLong(BrokerProcess::size).sum();
        }
    }

    /** Size of a file; 0 of a folder and of a file that the broker has just removed. */
    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException goneMeanwhile) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
