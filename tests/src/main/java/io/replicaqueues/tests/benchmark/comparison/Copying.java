// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

/** A pair whose second broker can be brought to the content of the original when it is asked to. For one thread. */
interface Copying {

    /** Lets the second broker be, whatever happens on the original. */
    void hold() throws Exception;

    /** Begins to bring the second broker to the so many messages the original has. May return before that is done. */
    void copy(int messages) throws Exception;

    /** Bytes of messages the second broker has received, if it counts them, else 0. */
    long bytesReceived() throws Exception;
}
