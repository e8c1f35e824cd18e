// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.BrokerProcessBuilder;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.broker.QueueContent;
import java.time.Duration;
import java.util.Map;

/**
 * One queue under load, followed through a network that can fail, between two broker processes that outlive it. For
 * one thread.
 */
public final class PairUnderLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ProcessPair pair;
    private final String queue;
    private final TcpProxy network;
    private final ClientLoad load;

    /** Starts the load, and creates the replica as soon as there is a queue to follow. */
    public PairUnderLoad(ProcessPair pair, String queue, long seed) throws Exception {
        this.pair = pair;
        this.queue = queue;
        this.network = TcpProxy.to(pair.original().port());
        this.load = new ClientLoad(pair.original(), queue, seed);
        load.start();
        awaitTraffic(100);
        pair.createReplica(network.addressOf(pair.original()), queue);
        awaitState("LIVE");
    }

    /** Brokers with a small heap that never put a message aside, however often a client fails with it. */
    public static void setUp(BrokerProcessBuilder broker) {
        broker.memory("512M")
                .brokerXml(xml -> xml.replace(
                        "<dead-letter-address>DLQ</dead-letter-address>",
                        "<dead-letter-address>DLQ</dead-letter-address>\n"
                                + "            <max-delivery-attempts>-1</max-delivery-attempts>"));
    }

    /** The network between the replica and its original; clients do not use it. */
    public TcpProxy network() {
        return network;
    }

    public ClientLoad load() {
        return load;
    }

    /** Waits until so many more messages have been accepted. */
    public void awaitTraffic(long messages) {
        long before = load.log().accepted();
        await().atMost(PATIENCE).until(() -> load.log().accepted() >= before + messages);
    }

    /** Lets the load go on for a while. */
    public static void letPass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }

    /** Waits until the replica is in a state. */
    public void awaitState(String state) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> state.equals(pair.attribute(queue, "State")));
    }

    /** A counter of the replica's bean. */
    public long counter(String attribute) throws Exception {
        return ((Number) pair.attribute(queue, attribute)).longValue();
    }

    /** Stops the load and compares both queues with each other and with what the clients were told. */
    public void check() throws Exception {
        load.stop();
        pair.awaitParity(queue);
        QueueContent original = wholeContentOf(pair.original());
        QueueContent replica = wholeContentOf(pair.replica());
        load.log().assertHeldBy(original, "original");
        load.log().assertHeldBy(replica, "replica");
        QueueContent.assertSameByProducer(original, replica);
        Map<?, ?> report = (Map<?, ?>) pair.exec(queue, "verify");
        if (!Boolean.TRUE.equals(report.get("equal"))) {
            throw new AssertionError("verify() finds a difference: " + report.get("detail"));
        }
        load.log().settle(original);
    }

    /** What is in delivery no browser sees, and the broker notices only by and by that its consumers have gone. */
    private QueueContent wholeContentOf(BrokerProcess broker) throws Exception {
        await().atMost(PATIENCE).until(() -> broker.delivering(queue) == 0);
        QueueContent content = QueueContent.of(broker, queue);
        long depth = broker.depth(queue);
        if (content.size() != depth) {
            throw new AssertionError(broker.name() + " shows " + content.size() + " of its " + depth + " messages");
        }
        return content;
    }

    @Override
    public void close() throws Exception {
        load.close();
        network.close();
        pair.exec(queue, "disconnect");
    }
}
