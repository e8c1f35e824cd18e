// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

/** One byte that arrives other than it was sent. The proxy calls it; any thread may ask whether it has happened. */
public final class Corruption implements LinkFault {

    private final int bits;
    private long left;
    private volatile boolean done;

    Corruption(long offset, int bits) {
        this.left = offset;
        this.bits = bits;
    }

    /** Whether the byte has passed. */
    public boolean isDone() {
        return done;
    }

    @Override
    public long holdNanos(Chunk chunk) {
        return 0;
    }

    @Override
    public void pass(Chunk chunk) {
        byte[] bytes = chunk.bytes();
        if (!done && left < bytes.length) {
            bytes[(int) left] ^= (byte) bits;
            done = true;
        }
        left -= bytes.length;
    }
}
