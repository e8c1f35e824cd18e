// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;

/** A broker and its mirror. For one thread. */
final class MirrorPair extends Pair {

    static final String CONNECTION = "mirror";

    /** Where the broker stores what the other one has not confirmed. */
    private static final String STORE_AND_FORWARD = "$ACTIVEMQ_ARTEMIS_MIRROR_" + CONNECTION;

    MirrorPair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    void connect(LoadProcess client) throws Exception {
        until("the mirror's own queue is there", () -> atOriginal().has(STORE_AND_FORWARD));
        until("the mirror has made the queue", () -> atSecond().has(LoadClient.QUEUE));
        proveConnection(client);
    }

    @Override
    boolean isEqual(long depth) throws Exception {
        return atSecond().depth(LoadClient.QUEUE) == depth;
    }

    @Override
    long backlog() throws Exception {
        return atOriginal().depth(STORE_AND_FORWARD);
    }
}
