// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.tests.broker.BrokerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** Two broker processes in one of the setups, the first with the queue under load. For one thread. */
abstract class Pair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    /** Each look costs the broker about a millisecond, which must not show in its processor time. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    /** What a broker logs when an address begins to page. */
    private static final String PAGING = "AMQ222038";

    private final BrokerProcess original;
    private final BrokerProcess second;
    private final Looks atOriginal;
    private final Looks atSecond;

    Pair(BrokerProcess original, BrokerProcess second) {
        this.original = original;
        this.second = second;
        this.atOriginal = new Looks(original);
        this.atSecond = new Looks(second);
    }

    BrokerProcess original() {
        return original;
    }

    BrokerProcess second() {
        return second;
    }

    Looks atOriginal() {
        return atOriginal;
    }

    Looks atSecond() {
        return atSecond;
    }

    /** Sets up what this setup is about, once, and fails if it does not do what it says. */
    abstract void connect(LoadProcess client) throws Exception;

    /** Whether this setup replicates at all. */
    boolean replicates() {
        return true;
    }

    /** Whether the second broker has what it is to have of a queue of so many messages. */
    abstract boolean isEqual(long depth) throws Exception;

    /** Changes the second broker has not confirmed yet; -1 while it is not connected. Asked of the original broker. */
    abstract long backlog() throws Exception;

    /** Waits until the queue has so many messages and the second broker what it is to have. */
    void awaitEqual(long depth) {
        until("the original's depth is " + depth, () -> atOriginal.depth(LoadClient.QUEUE) == depth);
        until("the second broker is equal", () -> isEqual(depth));
    }

    /** Waits until nothing is on its way any more. */
    void awaitSettled() {
        until("nothing is on its way", () -> backlog() == 0);
    }

    /** Fails unless both sides hold what they must, and all of it in memory. */
    void check(long depth) throws Exception {
        if (atOriginal.depth(LoadClient.QUEUE) != depth || !isEqual(depth)) {
            throw new IllegalStateException("Not equal at the end, with " + depth + " messages expected");
        }
        checkMemory();
    }

    /** Fails if a broker has paged, or stored a body in a file of its own as only one of two ways to copy it may do. */
    final void checkMemory() throws IOException {
        for (BrokerProcess broker : List.of(original, second)) {
            if (broker.largeMessages() > 0) {
                throw new IllegalStateException(
                        "Broker " + broker.name() + " takes messages for large ones: measure with smaller bodies");
            }
        }
        if (original.log().contains(PAGING) || second.log().contains(PAGING)) {
            throw new IllegalStateException("A broker pages: give it more memory or measure with fewer messages");
        }
    }

    /** Empties the queue, and waits until it is empty on both sides. */
    void clear() throws Exception {
        atOriginal.empty(LoadClient.QUEUE);
        awaitEqual(0);
        awaitSettled();
    }

    /** Sends one message and waits for it on the second broker. */
    final void proveConnection(LoadProcess client) throws Exception {
        client.run(Load.blocking(1, 1, 1).to(original.port()));
        awaitEqual(1);
        clear();
    }

    static void until(String what, Callable<Boolean> condition) {
        await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .atMost(PATIENCE)
                .until(condition);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        second.kill();
        original.kill();
    }
}
