// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: at most the first time, then twice as long each time up to a cap, each shortened by a random part of up to a half, so that many replicas do not come at once. Confined
 * to the replica's executor.
 */
final class Backoff {

    private final long firstMillis;
    private final long capMillis;
    private long next;

    Backoff(long firstMillis, long capMillis) {
        this.firstMillis = firstMillis;
        this.capMillis = capMillis;
        this.next = firstMillis;
    }

    /** Returns the milliseconds to wait before the try that comes next. */
    long nextMillis() {
        long ceiling = next;
        next = Math.min(capMillis, next * 2);
        return ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1);
    }

    /** A try has led to something. */
    void reset() {
        next = firstMillis;
    }
}
