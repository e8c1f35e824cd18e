// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.List;

/** One question, asked of several setups in turn. Stateless. */
interface Scenario {

    /** Short name, as {@code S1}. */
    String id();

    /** What is done, in a line. */
    String title();

    /** With how much it is done. */
    String scale();

    /** All three in a line. */
    default String heading() {
        return id() + ": " + title() + "; " + scale();
    }

    /**
     * Runs before those that count.
     *
     * @param usual as many as most scenarios need
     */
    default int warmups(int usual) {
        return usual;
    }

    /** What is compared, in the order of the turns. */
    default List<Setup> setups() {
        return List.of(Setup.NONE, Setup.REPLICA, Setup.MIRROR);
    }

    /** Runs once on a pair whose queue is empty; the queue may hold something afterwards. Fails if anything is amiss. */
    Measurement measure(Pair pair, Instruments instruments) throws Exception;
}
