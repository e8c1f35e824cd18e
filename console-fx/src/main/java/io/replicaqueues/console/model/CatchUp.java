// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How a catch-up goes. Immutable.
 *
 * @param remaining messages still to come; -1 while the content is only compared
 * @param total messages to come when it began, or the original's depth if the console came later; -1 while unknown
 * @param rate messages that came in a second, over the last moments; not a number while unknown
 */
public record CatchUp(long remaining, long total, double rate) {

    static final CatchUp COMPARING = new CatchUp(-1, -1, Double.NaN);
    private static final double MILLIS = 1_000;
    private static final Duration LONGEST = Duration.ofDays(100);

    /** Whether messages are counted yet. */
    public boolean isCounted() {
        return remaining >= 0;
    }

    /** What part of it is done, 0 to 1. Meaningless unless it is counted. */
    public double share() {
        return total <= 0 ? 1 : (double) (total - remaining) / total;
    }

    /** How long it still takes if it goes on like this; empty while that cannot be told. */
    public Optional<Duration> timeLeft() {
        if (!isCounted() || !(rate > 0)) {
            return Optional.empty();
        }
        double millis = remaining / rate * MILLIS;
        return millis > LONGEST.toMillis() ? Optional.empty() : Optional.of(Duration.ofMillis((long) millis));
    }
}
