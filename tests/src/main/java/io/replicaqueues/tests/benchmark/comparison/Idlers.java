// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.List;

/** A pair whose second broker can have many queues beside the one under load. For one thread. */
interface Idlers {

    /** Lets the second broker have queues that the original has; returns when they are what they are to be. */
    void join(List<String> queues, Measurement measurement) throws Exception;

    /** Takes them away from the second broker. */
    void leave(List<String> queues) throws Exception;
}
