// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.function.LongConsumer;

/** Counts what is applied and passes it on; confined to the replica's executor. */
final class ChangeCounter implements FrameApplier.ChangeListener {

    private final ReplicaMeters meters;
    private final LongConsumer changed;
    private final Runnable notFound;

    /**
     * @param changed told the id of every message added or removed
     * @param notFound told when messages that are to be removed were not found
     */
    ChangeCounter(ReplicaMeters meters, LongConsumer changed, Runnable notFound) {
        this.meters = meters;
        this.changed = changed;
        this.notFound = notFound;
    }

    @Override
    public void added(long id) {
        meters.countAdded();
        changed.accept(id);
    }

    @Override
    public void removed(long id) {
        meters.countRemoved();
        changed.accept(id);
    }

    @Override
    public void notFound() {
        notFound.run();
    }
}
