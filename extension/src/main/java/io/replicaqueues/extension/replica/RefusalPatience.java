// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells a refusal that needs a person from one that passes by itself: a broker that starts, stops or is being taken over
 * may refuse a login it has always accepted, or not find what it has always had. A refusal counts once nothing but
 * refusals came for ten seconds. Confined to the replica's executor.
 */
final class RefusalPatience {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoClock;
    private boolean refused;
    private long firstRefusal;

    RefusalPatience(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** A try was refused; returns whether that will not pass by itself. */
    boolean isExhaustedBy(FollowException refusal) {
        if (!refusal.needsAPerson()) {
            refused = false;
            return false;
        }
        if (!refused) {
            refused = true;
            firstRefusal = nanoClock.getAsLong();
        }
        return nanoClock.getAsLong() - firstRefusal >= PATIENCE_NANOS;
    }

    /** The original has let the replica in, or an operator wants it tried anew. */
    void renew() {
        refused = false;
    }
}
