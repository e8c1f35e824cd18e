// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.util.Subscription;

/**
 * Brings changes to the thread that owns the models, all that have come together in one batch. Any thread may hand
 * in changes; listeners are for the owning thread.
 */
public final class Delivery {

    private final Executor owner;
    private final List<Runnable> afterBatch = new ArrayList<>();
    private List<Runnable> waiting = new ArrayList<>();

    /**
     * Delivers to a thread.
     *
     * @param owner runs what it is given on that thread, in order; {@code Platform::runLater}
     */
    public Delivery(Executor owner) {
        this.owner = owner;
    }

    /** Runs a change on the owning thread, soon. */
    public void deliver(Runnable change) {
        synchronized (this) {
            waiting.add(change);
            if (waiting.size() > 1) {
                return;
            }
        }
        owner.execute(this::runBatch);
    }

    /**
     * Runs after every batch, on the owning thread: for what is computed of everything.
     *
     * @return ends it
     */
    public Subscription afterBatch(Runnable listener) {
        afterBatch.add(listener);
        return () -> afterBatch.remove(listener);
    }

    private void runBatch() {
        List<Runnable> batch;
        synchronized (this) {
            batch = waiting;
            waiting = new ArrayList<>();
        }
        batch.forEach(Runnable::run);
        List.copyOf(afterBatch).forEach(Runnable::run);
    }
}
