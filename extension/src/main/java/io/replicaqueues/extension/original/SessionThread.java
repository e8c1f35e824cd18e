// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The thread of a session: what it is given happens in order, and only as long as the session lasts. Safe on any thread. */
final class SessionThread {

    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final BooleanSupplier ended;
    private final Consumer<Exception> onFailure;

    /**
     * @param executor runs one task after the other
     * @param ended whether the session has ended; asked on its thread
     * @param onFailure is told what a step threw, on the session's thread
     */
    SessionThread(
            Executor executor, ScheduledExecutorService timer, BooleanSupplier ended, Consumer<Exception> onFailure) {
        this.executor = executor;
        this.timer = timer;
        this.ended = ended;
        this.onFailure = onFailure;
    }

    interface Step {
        void run() throws Exception;
    }

    interface ResultStep<T> {
        void take(T result) throws Exception;
    }

    void execute(Step step) {
        executor.execute(() -> {
            if (ended.getAsBoolean()) {
                return;
            }
            try {
                step.run();
            } catch (Exception e) {
                onFailure.accept(e);
            }
        });
    }

    /** Returns what asks for a step: however often that is asked for, it waits to be done once at most. */
    Runnable once(Step step) {
        AtomicBoolean waiting = new AtomicBoolean();
        return () -> {
            if (waiting.compareAndSet(false, true)) {
                execute(() -> {
                    waiting.set(false);
                    step.run();
                });
            }
        };
    }

    void executeLater(long delay, TimeUnit unit, Step step) {
        var unused = timer.schedule(() -> execute(step), delay, unit);
    }

    /** Does something with a result once it is there; a failure to get it is one of the session. */
    <T> void executeWith(CompletableFuture<T> result, ResultStep<T> step) {
        var unused = result.whenComplete((value, failure) -> execute(() -> {
            rethrow(failure);
            step.take(value);
        }));
    }

    private static void rethrow(Throwable failure) throws Exception {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause != null) {
            throw cause instanceof Exception exception ? exception : new IllegalStateException(cause);
        }
    }
}
