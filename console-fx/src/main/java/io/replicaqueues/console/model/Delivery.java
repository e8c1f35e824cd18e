// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javafx.util.Subscription;

/**
 * Brings changes to the thread that owns the models, all that have come together in one batch, and no more than five
 * batches in a second: every batch has the window drawn. Any thread may hand in changes; listeners are for the owning
 * thread.
 */
public final class Delivery {

    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(200);

    private final Executor owner;
    private final List<Runnable> afterBatch = new ArrayList<>();
    // Guarded by this.
    private List<Runnable> waiting = new ArrayList<>();
    private long earliestNanos = System.nanoTime();

    /**
     * Delivers to a thread.
     *
     * @param owner runs what it is given on that thread, in order; {@code Platform::runLater}
     */
    public Delivery(Executor owner) {
        this.owner = owner;
    }

    /** Runs a change on the owning thread, soon, and after those handed in before. */
    public void deliver(Runnable change) {
        long wait;
        synchronized (this) {
            waiting.add(change);
            if (waiting.size() > 1) {
                return;
            }
            wait = earliestNanos - System.nanoTime();
        }
        if (wait <= 0) {
            owner.execute(this::runBatch);
        } else {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, owner).execute(this::runBatch);
        }
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
            earliestNanos = System.nanoTime() + BETWEEN_BATCHES.toNanos();
        }
        batch.forEach(Runnable::run);
        List.copyOf(afterBatch).forEach(Runnable::run);
    }
}
