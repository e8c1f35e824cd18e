// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

/** A pair whose second broker can be brought to the content of the original when it is asked to. For one thread. */
interface Copying {

    /** Whether what the second broker gets comes from the original at all. */
    default boolean takesFromOriginal() {
        return true;
    }

    /** Lets the second broker be, whatever happens on the original. */
    void hold() throws Exception;

    /** Begins to bring the second broker to what this load has left on the original. May return before that is done. */
    void copy(Load load) throws Exception;
}
