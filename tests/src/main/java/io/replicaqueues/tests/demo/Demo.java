// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import io.replicaqueues.jolokia.JolokiaEndpoint;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.ReplicaStatus;
import io.replicaqueues.tests.broker.QueueContent;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The program behind {@code mvn -Pdemo}: two brokers in this JVM, traffic on a queue of the first, a replica of that
 * queue on the second, and JMX and Jolokia to operate it. Its exit status is 0 if, in the end, the replica was equal
 * to the original, or if somebody interrupted it before.
 */
public final class Demo {

    private static final Logger LOG = System.getLogger(Demo.class.getName());
    private static final int SETTLE_SECONDS = 30;
    private static final int SETTLE_STEP_MILLIS = 50;
    private static final int CLOSE_SECONDS = 30;

    private final DemoSettings settings;
    private final CountDownLatch interrupted;
    private final LiveTable table = new LiveTable(System.out, isTerminal());

    private Demo(DemoSettings settings, CountDownLatch interrupted) {
        this.settings = settings;
        this.interrupted = interrupted;
    }

    /**
     * Runs the demo.
     *
     * @param args none
     */
    public static void main(String[] args) {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(interrupted, closed), "end of the demo"));
        int status = 1;
        try {
            status = new Demo(DemoSettings.fromSystemProperties(), interrupted).run() ? 0 : 1;
        } catch (DemoException e) {
            System.err.println(e.getMessage());
        } catch (Exception e) {
            LOG.log(Level.ERROR, "The demo failed", e);
        } finally {
            closed.countDown();
        }
        System.exit(status);
    }

    /** Newer Javas always have a console unless they are started with {@code -Djdk.console=java.base}. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        return System.console() != null;
    }

    /** Holds up the end of the JVM until the brokers are down and their data is gone. */
    private static void interrupt(CountDownLatch interrupted, CountDownLatch closed) {
        interrupted.countDown();
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The demo did not end in good order");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run() throws Exception {
        DemoConsole console = null;
        try (DemoBrokers brokers = DemoBrokers.start(settings);
                JmxServer jmx = JmxServer.start(settings.jmxPort(), settings.user(), settings.password());
                JolokiaEndpoint jolokia =
                        JolokiaEndpoint.start(settings.jolokiaPort(), settings.user(), settings.password());
                DemoLoad load = DemoLoad.prepare(brokers.node1())) {
            brokers.createReplica();
            System.out.println(new Instructions(settings, jolokia.url()).text());
            load.run();
            if (settings.console()) {
                console = DemoConsole.open(settings, jolokia.url());
            }
            if (watch(brokers, load)) {
                return true;
            }
            load.close();
            return isEqual(brokers);
        } finally {
            if (console != null) {
                console.close();
            }
        }
    }

    /** Shows the table until the time is over (false) or somebody interrupts (true). */
    private boolean watch(DemoBrokers brokers, DemoLoad load) throws InterruptedException, DemoException {
        table.start();
        int second = 0;
        boolean ending = false;
        while (!ending && (settings.seconds() == 0 || second < settings.seconds())) {
            ending = interrupted.await(1, TimeUnit.SECONDS);
            table.show(brokers.replica());
            second++;
            Optional<Exception> failure = load.failure();
            if (!ending && failure.isPresent()) {
                table.end();
                throw new DemoException(
                        "The traffic broke off: " + failure.get().getMessage());
            }
        }
        table.end();
        return ending;
    }

    private boolean isEqual(DemoBrokers brokers) throws InterruptedException, JMSException {
        Optional<ReplicaStatus> replica = settled(brokers);
        if (replica.isEmpty()) {
            System.out.println("Not compared: the replica was disconnected.");
            return false;
        }
        if (!isSettled(replica.get())) {
            System.out.println("Not in parity within " + SETTLE_SECONDS + " s after the end of the traffic: "
                    + replica.get().getState() + " " + replica.get().getLastError());
            return false;
        }
        QueueContent original = QueueContent.of(brokers.node1(), DemoBrokers.QUEUE);
        Optional<String> difference = original.firstDifference(QueueContent.of(brokers.node2(), DemoBrokers.QUEUE));
        System.out.println(difference
                .map(text -> "Original and replica differ: " + text)
                .orElse("In parity: " + original.size() + " messages, compared one by one, are equal."));
        return difference.isEmpty();
    }

    private Optional<ReplicaStatus> settled(DemoBrokers brokers) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        Optional<ReplicaStatus> replica = brokers.replica();
        while (replica.isPresent() && !isSettled(replica.get()) && System.nanoTime() < deadline) {
            if (interrupted.await(SETTLE_STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                return replica;
            }
            replica = brokers.replica();
        }
        return replica;
    }

    private static boolean isSettled(ReplicaStatus replica) {
        return replica.getState() == ReplicaState.LIVE
                && replica.isInParity()
                && replica.getDepthDifference() == 0
                && replica.getLagMillis() == 0;
    }
}
