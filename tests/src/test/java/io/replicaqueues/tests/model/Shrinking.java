// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks for the shortest sequence that still fails, by leaving operations out. For one thread. */
final class Shrinking {

    private final Function<Sequence, Optional<AssertionError>> trial;
    private final long deadline;
    private Sequence shortest;
    private AssertionError failure;

    private Shrinking(
            Sequence failing,
            AssertionError failure,
            Function<Sequence, Optional<AssertionError>> trial,
            Duration most) {
        this.shortest = failing;
        this.failure = failure;
        this.trial = trial;
        this.deadline = System.nanoTime() + most.toNanos();
    }

    /**
     * Shortens a sequence.
     *
     * @param trial performs a sequence and returns how it failed, empty if it did not
     * @param most how long to go on
     * @return the failure of the shortest sequence found, with the sequence
     */
    static AssertionError of(
            Sequence failing,
            AssertionError failure,
            Function<Sequence, Optional<AssertionError>> trial,
            Duration most) {
        Shrinking shrinking = new Shrinking(failing, failure, trial, most);
        shrinking.shrink();
        return new AssertionError(
                shrinking.failure.getMessage() + "\nreplay with -Dmodel.seed=" + failing.seed() + "; the shortest of "
                        + shrinking.shortest,
                shrinking.failure);
    }

    private void shrink() {
        for (int chunk = Math.max(1, shortest.operations().size() / 2); chunk >= 1; chunk /= 2) {
            int start = 0;
            while (start < shortest.operations().size() && System.nanoTime() < deadline) {
                if (!failsWithout(start, chunk)) {
                    start += chunk;
                }
            }
        }
    }

    private boolean failsWithout(int start, int count) {
        List<Operation> fewer = new ArrayList<>(shortest.operations());
        fewer.subList(start, Math.min(fewer.size(), start + count)).clear();
        Sequence candidate = shortest.with(fewer);
        Optional<AssertionError> failed = trial.apply(candidate);
        if (failed.isEmpty()) {
            return false;
        }
        shortest = candidate;
        failure = failed.get();
        return true;
    }
}
