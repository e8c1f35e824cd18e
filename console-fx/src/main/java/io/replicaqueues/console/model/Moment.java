// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.time.Clock;
import java.time.Instant;

/**
 * Now, twice: a clock to show, which somebody may set, and one to measure with, which nobody can. Immutable.
 *
 * @param time by this machine's clock
 * @param nanos of {@link System#nanoTime()}
 */
public record Moment(Instant time, long nanos) {

    /** This moment, by that clock. */
    public static Moment now(Clock clock) {
        return new Moment(clock.instant(), System.nanoTime());
    }
}
