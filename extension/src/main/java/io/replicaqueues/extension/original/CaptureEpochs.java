// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the additions between their hook and their arrival in the queue, so that it can be known when all that passed
 * the hook before some moment have arrived. Safe on any thread; entering and leaving cost two counter increments.
 *
 * <p>A producer is confirmed only after its addition has left: once a {@link Barrier} is passed, every addition that was
 * confirmed without having been seen to wait for a replica is in the queue.
 */
final class CaptureEpochs {

    private static final long BETWEEN_LOOKS_MILLIS = 10;

    private final List<Epoch> past = new ArrayList<>();
    private volatile Epoch current = new Epoch();

    /** The time between two barriers. */
    static final class Epoch {

        private final LongAdder entered = new LongAdder();
        private final LongAdder left = new LongAdder();

        /** The addition has arrived, or never will; to be called exactly once for every {@link CaptureEpochs#enter}. */
        void leave() {
            left.increment();
        }

        private boolean isOver() {
            // In this order: whoever is seen to have left is then seen to have entered.
            long gone = left.sum();
            return entered.sum() == gone;
        }
    }

    /** Something to wait for. */
    interface Barrier {

        /** Whether everything that had entered when the barrier was raised has left; once true it stays true. */
        boolean isPassed();
    }

    /** An addition has passed its hook. What is decided on it must be decided after this call. */
    Epoch enter() {
        while (true) {
            Epoch epoch = current;
            epoch.entered.increment();
            if (epoch == current) {
                return epoch;
            }
            // A barrier was raised in between, and may have found the epoch empty.
            epoch.leave();
        }
    }

    /** Raises a barrier: what enters from now on is not waited for. */
    synchronized Barrier raise() {
        past.removeIf(Epoch::isOver);
        past.add(current);
        current = new Epoch();
        List<Epoch> waitedFor = new ArrayList<>(past);
        return () -> {
            waitedFor.removeIf(Epoch::isOver);
            return waitedFor.isEmpty();
        };
    }

    /** Calls back, on this thread or on the timer's, once all that have entered by now have left. */
    void whenAllHaveLeft(ScheduledExecutorService timer, Runnable then) {
        lookAt(raise(), timer, then);
    }

    private static void lookAt(Barrier barrier, ScheduledExecutorService timer, Runnable then) {
        if (barrier.isPassed()) {
            then.run();
        } else {
            var unused =
                    timer.schedule(() -> lookAt(barrier, timer, then), BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
