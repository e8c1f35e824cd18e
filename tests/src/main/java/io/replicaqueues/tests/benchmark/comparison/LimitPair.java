// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;

/** A stock broker that stores what it makes itself, so that nothing but storing is measured. For one thread. */
final class LimitPair extends MovingPair {

    /** As many messages as a frame of the extension has with bodies of 1 KiB, several times over. */
    static final int PER_TRANSACTION = 500;

    LimitPair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    public boolean takesFromOriginal() {
        return false;
    }

    @Override
    public void copy(Load load) throws Exception {
        atSecond()
                .call(
                        InVmProducer.name(second().name()),
                        "produce",
                        LoadClient.QUEUE,
                        load.messages(),
                        load.size(),
                        PER_TRANSACTION);
    }
}
