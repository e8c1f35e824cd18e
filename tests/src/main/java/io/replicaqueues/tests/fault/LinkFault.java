// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import java.time.Duration;

/**
 * What a network does to the traffic of one direction. Called under the lock of that direction, by whichever
 * connection has bytes to deliver; the same fault may not be set for both directions unless it has no state.
 */
public interface LinkFault {

    /** No fault. */
    LinkFault NONE = chunk -> 0;

    /**
     * How long bytes have to wait from now on, in nanoseconds; 0 or less lets them pass. Asked again after that
     * time, and after every change of the fault.
     */
    long holdNanos(Chunk chunk);

    /** Sees the bytes that pass now, once, and may change them. */
    default void pass(Chunk chunk) {}

    /** Everything arrives later by {@code latency}; as much as the proxy's room allows is on its way at once. */
    static LinkFault delay(Duration latency) {
        return chunk -> chunk.arrived() + latency.toNanos() - System.nanoTime();
    }

    /** At most so many bytes a second arrive. */
    static LinkFault throttle(long bytesPerSecond) {
        return new Throttle(bytesPerSecond);
    }

    /**
     * Nothing arrives, not even the end of a connection, and no connection ends. What was sent meanwhile arrives
     * when the fault is over, as with lost packets that TCP sends again.
     */
    static LinkFault silence() {
        return chunk -> Long.MAX_VALUE;
    }

    /**
     * Flips bits of a single byte.
     *
     * @param offset so many bytes pass before it, counted from when the fault is set
     * @param bits the bits to flip, 1 to 255
     */
    static Corruption corrupt(long offset, int bits) {
        return new Corruption(offset, bits);
    }
}
