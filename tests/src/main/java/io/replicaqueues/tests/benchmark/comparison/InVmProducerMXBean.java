// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

/** What {@link InVmProducer} can be told to do. Any thread may call it. */
public interface InVmProducerMXBean {

    /**
     * Returns when the journal has all of it.
     *
     * @param queue an anycast queue on the address of its name
     * @param messages how many, durable
     * @param size bytes of a message's body
     * @param perTransaction messages of a transaction
     */
    void produce(String queue, int messages, int size, int perTransaction) throws Exception;
}
