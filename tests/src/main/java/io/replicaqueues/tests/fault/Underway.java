// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

/**
 * How much may be on its way in one direction of a connection through a {@link TcpProxy}. Any thread may read it.
 *
 * @param chunk bytes that are relayed together, at most
 * @param chunks how many of them
 */
record Underway(int chunk, int chunks) {

    /** One MiB. */
    static final Underway NARROW = new Underway(4 * 1024, 256);

    /** 64 MiB: with a latency of 50 ms more than a gigabyte a second. */
    static final Underway WIDE = new Underway(64 * 1024, 1024);
}
