// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import java.util.concurrent.TimeUnit;

/** A narrow link. Called under the lock of its direction. */
final class Throttle implements LinkFault {

    private final double nanosPerByte;
    private long freeAt = System.nanoTime();

    Throttle(long bytesPerSecond) {
        nanosPerByte = (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    }

    @Override
    public long holdNanos(Chunk chunk) {
        return freeAt - System.nanoTime();
    }

    @Override
    public void pass(Chunk chunk) {
        freeAt = Math.max(freeAt, System.nanoTime()) + (long) (chunk.bytes().length * nanosPerByte);
    }
}
