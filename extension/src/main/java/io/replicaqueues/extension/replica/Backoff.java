// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try to reach the original: at most 100 ms before the first, then twice as long each
 * time up to 5 s, each shortened by a random part of up to a half, so that many replicas do not come at once. Confined
 * to the replica's executor.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long CAP_MILLIS = 5_000;

    private long next = FIRST_MILLIS;

    /** Returns the milliseconds to wait before the try that comes next. */
    long nextMillis() {
        long ceiling = next;
        next = Math.min(CAP_MILLIS, next * 2);
        return ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1);
    }

    /** A try has succeeded. */
    void reset() {
        next = FIRST_MILLIS;
    }
}
