// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.mbeans.ObjectNames;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Two broker processes of the stock distribution with the extension, an original and a replica, operated over Jolokia as
 * a user would. For one thread.
 */
public final class ProcessPair implements AutoCloseable {

    /** How long a replica may take to be in parity again, whatever happened. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Side original;
    private final Side replica;

    private ProcessPair(Side original, Side replica) {
        this.original = original;
        this.replica = replica;
    }

    /** Starts both brokers with their instances in {@code folder}. */
    public static ProcessPair start(Path folder) throws Exception {
        return start(folder, each -> {});
    }

    /** Starts both brokers at the same time, each set up further by {@code setup}. */
    public static ProcessPair start(Path folder, Consumer<BrokerProcessBuilder> setup) throws Exception {
        CompletableFuture<BrokerProcess> original = CompletableFuture.supplyAsync(() -> start("node1", folder, setup));
        BrokerProcess replica = start("node2", folder, setup);
        return of(original.join(), replica);
    }

    /** Two brokers that run already. */
    public static ProcessPair of(BrokerProcess original, BrokerProcess replica) {
        return new ProcessPair(Side.of(original), Side.of(replica));
    }

    /** Two primary/backup pairs that run already: whichever of each is active is the original and the replica. */
    public static ProcessPair of(HaPair original, HaPair replica) {
        return new ProcessPair(Side.of(original), Side.of(replica));
    }

    /** One side: what is active there now, how it is reached, and how it ends. */
    private record Side(Supplier<BrokerProcess> active, String address, AutoCloseable end) {

        static Side of(BrokerProcess broker) {
            return new Side(() -> broker, broker.address(), broker);
        }

        static Side of(HaPair pair) {
            return new Side(pair::active, pair.address(), pair);
        }
    }

    private static BrokerProcess start(String name, Path folder, Consumer<BrokerProcessBuilder> setup) {
        BrokerProcessBuilder builder = BrokerProcess.named(name, folder);
        setup.accept(builder);
        try {
            return builder.start();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Broker " + name + " did not start", e);
        }
    }

    /** The original broker that is active now. */
    public BrokerProcess original() {
        return original.active().get();
    }

    /** The replica broker that is active now. */
    public BrokerProcess replica() {
        return replica.active().get();
    }

    /** Creates a replica of the same name. */
    public void createReplica(String queue) throws Exception {
        createReplica(original.address(), queue);
    }

    /** Creates a replica of the same name, of an original at any address. */
    public void createReplica(String address, String queue) throws Exception {
        replica().jolokia().exec(replication(), "createReplica", address, queue);
    }

    /** Creates a replica with options. */
    public void createReplica(String address, String queue, String replicaQueue, String options) throws Exception {
        replica().jolokia().exec(replication(), "createReplicaAs", address, queue, replicaQueue, options);
    }

    /** Calls an operation of a replica's bean. */
    public Object exec(String queue, String operation) throws Exception {
        return replica().jolokia().exec(replicaName(queue), operation);
    }

    /** Every attribute of a replica's bean. */
    public Map<?, ?> status(String queue) throws Exception {
        return replica().jolokia().read(replicaName(queue));
    }

    /** One attribute of a replica's bean. */
    public Object attribute(String queue, String attribute) throws Exception {
        return replica().jolokia().read(replicaName(queue), attribute);
    }

    /** Waits until the replica says that it is live, in parity and without lag, at the original queue's own depth. */
    public void awaitParity(String queue) {
        awaitParity(queue, PATIENCE);
    }

    /** Waits for the same with a patience of one's own. */
    public void awaitParity(String queue, Duration patience) {
        await().atMost(patience).ignoreExceptions().until(() -> isInParity(queue));
    }

    private boolean isInParity(String queue) throws Exception {
        Map<?, ?> status = status(queue);
        return "LIVE".equals(status.get("State"))
                && Boolean.TRUE.equals(status.get("InParity"))
                && number(status.get("LagMillis")) == 0
                && number(status.get("ReplicaDepth")) == original().depth(queue);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    /** Compares every message, in the queue's order. */
    public void assertSameContent(String queue) throws JMSException {
        QueueContent.assertSame(QueueContent.of(original(), queue), QueueContent.of(replica(), queue));
    }

    /** Compares every message, in the order of each producer at each priority. */
    public void assertSameContentByProducer(String queue) throws JMSException {
        QueueContent.assertSameByProducer(QueueContent.of(original(), queue), QueueContent.of(replica(), queue));
    }

    private String replication() {
        return ObjectNames.queueReplication(replica().name()).toString();
    }

    private String replicaName(String queue) {
        return ObjectNames.replica(replica().name(), queue).toString();
    }

    @Override
    public void close() throws Exception {
        replica.end().close();
        original.end().close();
    }
}
