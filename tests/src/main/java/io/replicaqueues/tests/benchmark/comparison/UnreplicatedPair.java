// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;
import java.util.List;

/** Brokers that replicate nothing. For one thread. */
final class UnreplicatedPair extends Pair implements Idlers {

    UnreplicatedPair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    void connect(LoadProcess client) throws Exception {
        proveConnection(client);
    }

    @Override
    boolean replicates() {
        return false;
    }

    @Override
    boolean isEqual(long depth) throws Exception {
        if (second().isRunning() && atSecond().has(LoadClient.QUEUE)) {
            throw new IllegalStateException("The idle broker has the queue");
        }
        return true;
    }

    @Override
    long backlog() {
        return 0;
    }

    @Override
    public void join(List<String> queues, Measurement measurement) throws Exception {
        for (String queue : queues) {
            atSecond().createQueue(queue);
        }
    }

    @Override
    public void leave(List<String> queues) throws Exception {
        for (String queue : queues) {
            atSecond().deleteQueue(queue);
        }
    }
}
