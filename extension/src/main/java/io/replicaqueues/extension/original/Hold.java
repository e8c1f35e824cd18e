// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.persistence.OperationContext;

/**
 * What a producer's confirmation waits for: every addition of one send, or of one transaction, in every replica that is
 * synchronous. Safe on any thread.
 */
final class Hold {

    private final HeldConfirmations confirmations;
    private final OperationContext context;
    /** Additions waited for, and one until the hold is lined up. */
    private final AtomicInteger awaited = new AtomicInteger(1);

    Hold(HeldConfirmations confirmations, OperationContext context) {
        this.confirmations = confirmations;
        this.context = context;
    }

    OperationContext context() {
        return context;
    }

    /** One more addition is waited for; only before {@link #lineUp}. */
    void await() {
        awaited.incrementAndGet();
    }

    /** Holds back what the context is asked to do from now on; to be called once, on the producer's thread. */
    void lineUp() {
        confirmations.lineUp(this);
        release();
    }

    /** One addition is not waited for any more; called exactly once for each {@link #await}. */
    void release() {
        if (awaited.decrementAndGet() == 0) {
            confirmations.released(context);
        }
    }

    boolean isReleased() {
        return awaited.get() == 0;
    }
}
