// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.JolokiaException;
import java.io.IOException;

/** What a broker takes at a moment. For one thread. */
final class Footprint {

    private final BrokerProcess broker;
    private final Looks looks;
    private final long heap;
    private final long threads;

    private Footprint(BrokerProcess broker, Looks looks) throws IOException, InterruptedException, JolokiaException {
        this.broker = broker;
        this.looks = looks;
        this.heap = broker.heapInUse();
        this.threads = looks.threads();
    }

    static Footprint of(BrokerProcess broker, Looks looks) throws IOException, InterruptedException, JolokiaException {
        return new Footprint(broker, looks);
    }

    /** Bytes of the heap in use after a collection, more than then. */
    double heapSince() throws IOException, InterruptedException, JolokiaException {
        return broker.heapInUse() - heap;
    }

    /** Threads of Java, more than then. */
    long threadsSince() throws IOException, InterruptedException, JolokiaException {
        return looks.threads() - threads;
    }
}
