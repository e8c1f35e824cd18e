// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;

/** Brokers that replicate nothing. For one thread. */
final class UnreplicatedPair extends Pair {

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
}
