// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.persistence.OperationContext;

/**
 * The operation contexts whose answers to clients are held back until replicas have confirmed. Safe on any thread.
 *
 * <p>A context counts what it waits for and what is done, and cannot tell one from another. So what is done is told to
 * it in the order in which it was lined up: a hold that is released before an earlier one of the same context waits for
 * that. Of a context's counters the one for pages is used: the broker itself, journal replication and the mirror count
 * with the others, and theirs would be taken for ours.
 */
final class HeldConfirmations {

    private final ConcurrentHashMap<OperationContext, ArrayDeque<Hold>> byContext = new ConcurrentHashMap<>();

    void lineUp(Hold hold) {
        byContext.compute(hold.context(), (context, present) -> {
            ArrayDeque<Hold> holds = present == null ? new ArrayDeque<>() : present;
            holds.add(hold);
            context.pageSyncLineUp();
            return holds;
        });
    }

    void released(OperationContext of) {
        byContext.computeIfPresent(of, (context, holds) -> {
            while (!holds.isEmpty() && holds.peek().isReleased()) {
                holds.remove();
                context.pageSyncDone();
            }
            return holds.isEmpty() ? null : holds;
        });
    }

    /** Whether nobody is held back. */
    boolean isEmpty() {
        return byContext.isEmpty();
    }
}
