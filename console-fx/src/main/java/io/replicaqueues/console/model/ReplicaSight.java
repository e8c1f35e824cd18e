// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.ReplicaReading;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the console can say of a replica at a moment. Immutable.
 *
 * @param reading what its broker said last
 * @param freshness how far that can be believed
 * @param condition what a person is told
 * @param rate changes applied in a second; not a number while unknown
 * @param catchUp how the catch-up goes, if one is known to be under way
 * @param readAt when the broker said it, by this machine's clock
 */
public record ReplicaSight(
        ReplicaReading reading,
        Freshness freshness,
        Condition condition,
        double rate,
        Optional<CatchUp> catchUp,
        Instant readAt) {

    /** Messages in the original minus messages here, if both are known. */
    public OptionalLong difference() {
        return reading.originalDepth() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(reading.originalDepth() - reading.replicaDepth());
    }

    /** Whether parity may be claimed: only of what was just read. */
    public boolean isInParity() {
        return freshness == Freshness.FRESH && reading.inParity();
    }
}
