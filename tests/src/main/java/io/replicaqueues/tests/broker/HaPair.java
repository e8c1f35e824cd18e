// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.mbeans.ObjectNames;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * A primary broker and its backup, two processes of the stock distribution, under one of the broker's HA policies. The
 * property {@code queue-replication} of the extension is left out on both. One thread starts and kills; any thread may
 * ask for the rest.
 */
public final class HaPair implements AutoCloseable {

    /** How long a take-over, or a primary's coming back, may last on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How the backup gets the primary's journal. */
    public enum Policy {
        /** The primary sends it to the backup. */
        REPLICATION,
        /** Both use the same folder. */
        SHARED_STORE
    }

    private final Policy policy;
    private final BrokerProcess primary;
    private final BrokerProcess backup;

    private HaPair(Policy policy, BrokerProcess primary, BrokerProcess backup) {
        this.policy = policy;
        this.primary = primary;
        this.backup = backup;
    }

    /**
     * Creates the two instances, {@code NAME} and {@code NAMEb}.
     *
     * @param folder an existing folder; the instances become folders in it
     * @param setup applied to each of the two builders
     */
    public static HaPair create(String name, Path folder, Policy policy, Consumer<BrokerProcessBuilder> setup)
            throws IOException, InterruptedException {
        int primaryPort = FreePorts.next();
        int backupPort = FreePorts.next();
        BrokerProcessBuilder primary =
                builder(name, folder, policy, primaryPort, backupPort).brokerXml(xml -> policy(xml, primary(policy)));
        BrokerProcessBuilder backup = builder(name + "b", folder, policy, backupPort, primaryPort)
                .createOptions("--backup")
                .brokerXml(xml -> policy(xml, backup(policy)));
        if (policy == Policy.SHARED_STORE) {
            String data = folder.resolve(name + "-data").toString();
            primary.createOptions("--data", data);
            backup.createOptions("--data", data);
        }
        setup.accept(primary);
        setup.accept(backup);
        return new HaPair(policy, primary.create(), backup.create());
    }

    private static BrokerProcessBuilder builder(String name, Path folder, Policy policy, int port, int otherPort) {
        return BrokerProcess.named(name, folder)
                .port(port)
                .memory("512M")
                .withoutProperty("queue-replication")
                .createOptions(
                        "--clustered",
                        "--cluster-user",
                        "cluster",
                        "--cluster-password",
                        "cluster-secret",
                        "--staticCluster",
                        "tcp://127.0.0.1:" + otherPort,
                        policy == Policy.REPLICATION ? "--replicated" : "--shared-store")
                .brokerXml(HaPair::threadPerConnection);
    }

    private static String policy(String xml, String policy) {
        return xml.replaceFirst("(?s)<ha-policy>.*</ha-policy>", "<ha-policy>" + policy + "</ha-policy>");
    }

    /**
     * A broker that has sent its journal to its backup waits for the answer with its storage locked. An AMQP client that
     * stores something meanwhile waits for the lock in the thread of its connection, and if the answer comes in that same
     * thread, the broker stands still for 30 s and gives up replication. With more threads than connections, each has its
     * own.
     */
    private static String threadPerConnection(String xml) {
        return xml.replace("?tcpSendBufferSize", "?remotingThreads=128;tcpSendBufferSize");
    }

    private static String primary(Policy policy) {
        return switch (policy) {
            case REPLICATION ->
                "<replication><primary><check-for-active-server>true</check-for-active-server>"
                        + "<vote-on-replication-failure>false</vote-on-replication-failure></primary></replication>";
            case SHARED_STORE ->
                "<shared-store><primary><failover-on-shutdown>true</failover-on-shutdown></primary></shared-store>";
        };
    }

    private static String backup(Policy policy) {
        return switch (policy) {
            case REPLICATION ->
                "<replication><backup><allow-failback>true</allow-failback><restart-backup>true</restart-backup>"
                        + "<max-saved-replicated-journals-size>0</max-saved-replicated-journals-size></backup></replication>";
            case SHARED_STORE ->
                "<shared-store><backup><allow-failback>true</allow-failback><restart-backup>true</restart-backup>"
                        + "<failover-on-shutdown>true</failover-on-shutdown></backup></shared-store>";
        };
    }

    /** Starts the primary, then the backup, and returns when the backup could take over. */
    public HaPair start() throws IOException, InterruptedException {
        primary.start();
        backup.start();
        awaitRedundancy();
        return this;
    }

    /** Starts several pairs at the same time. */
    public static void startAll(HaPair... pairs) {
        CompletableFuture<?>[] started = Stream.of(pairs)
                .map(pair -> CompletableFuture.runAsync(() -> {
                    try {
                        pair.start();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(started).join();
    }

    public BrokerProcess primary() {
        return primary;
    }

    public BrokerProcess backup() {
        return backup;
    }

    /** Which of the two serves clients now. */
    public BrokerProcess active() {
        if (isActive(primary)) {
            return primary;
        }
        if (isActive(backup)) {
            return backup;
        }
        throw new IllegalStateException("Neither " + primary.name() + " nor " + backup.name() + " is active");
    }

    /** Kills (SIGKILL) whichever is active and returns which one that was; the other takes over in its own time. */
    public BrokerProcess killActive() throws InterruptedException {
        BrokerProcess killed = active();
        killed.kill();
        return killed;
    }

    /** Waits until the backup serves clients. */
    public void awaitTakeOver() {
        await().atMost(PATIENCE).until(() -> isActive(backup));
    }

    /** Starts the primary, if need be, and waits until it serves clients again and the backup could take over again. */
    public void failBack() throws IOException, InterruptedException {
        primary.start();
        await().atMost(PATIENCE).until(() -> isActive(primary) && !isActive(backup));
        awaitRedundancy();
    }

    private void awaitRedundancy() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> switch (policy) {
            case REPLICATION -> Boolean.TRUE.equals(attribute(active(), "ReplicaSync"));
            case SHARED_STORE -> Boolean.FALSE.equals(attribute(backup, "Active"));
        });
    }

    private static boolean isActive(BrokerProcess broker) {
        try {
            return broker.isRunning() && Boolean.TRUE.equals(attribute(broker, "Active"));
        } catch (IOException | JolokiaException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Object attribute(BrokerProcess broker, String attribute)
            throws IOException, InterruptedException, JolokiaException {
        return broker.jolokia().read(ObjectNames.DOMAIN + ":broker=\"" + broker.name() + "\"", attribute);
    }

    /** The pair as an original's address: {@code amqp://USER:PASSWORD@127.0.0.1:PORT,127.0.0.1:PORT}. */
    public String address() {
        return primary.address() + "," + backup.hostAndPort();
    }

    /** AMQP clients that connect to whichever is active, and again after a take-over. */
    public ConnectionFactory amqp() {
        return new JmsConnectionFactory(
                Broker.USER,
                Broker.PASSWORD,
                "failover:(amqp://" + primary.hostAndPort() + ",amqp://" + backup.hostAndPort()
                        + ")?failover.reconnectDelay=50&failover.maxReconnectDelay=500");
    }

    /** Core clients that connect to whichever is active, and again after a take-over. */
    public ConnectionFactory core() {
        String url = "(tcp://" + primary.hostAndPort() + ",tcp://" + backup.hostAndPort()
                + ")?ha=true&reconnectAttempts=-1&initialConnectAttempts=-1&retryInterval=100&maxRetryInterval=500";
        return new ActiveMQConnectionFactory(url, Broker.USER, Broker.PASSWORD);
    }

    /** The logs of both brokers. */
    public List<String> logs() throws IOException {
        return List.of(primary.log(), backup.log());
    }

    @Override
    public void close() throws InterruptedException {
        backup.kill();
        primary.kill();
    }
}
