// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;

/** Stock brokers, between which messages are moved: what was copied is gone from the original. For one thread. */
abstract class MovingPair extends Pair implements Copying {

    MovingPair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    void connect(LoadProcess client) {
        // Each move connects by itself.
    }

    @Override
    boolean isEqual(long depth) throws Exception {
        return atSecond().depth(LoadClient.QUEUE) == depth;
    }

    /** Moved messages leave the original a moment after they have reached the second broker. */
    @Override
    long backlog() throws Exception {
        return atOriginal().depth(LoadClient.QUEUE);
    }

    @Override
    public void hold() throws Exception {
        // Nothing is moved unless it is asked for.
    }

    @Override
    void check(long depth) throws Exception {
        if (atOriginal().depth(LoadClient.QUEUE) != 0 || !isEqual(depth)) {
            throw new IllegalStateException("Not all of " + depth + " messages were moved");
        }
        checkMemory();
    }

    @Override
    void clear() throws Exception {
        atSecond().empty(LoadClient.QUEUE);
        awaitEqual(0);
    }
}
