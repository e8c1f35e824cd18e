// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.ConnectionFailure;
import java.time.Instant;
import java.util.Optional;

/**
 * Something the person did and what came of it. Immutable.
 *
 * @param time when it ended
 * @param broker what the person calls the broker
 * @param queue the replica queue; for a test of a connection the address that was tried
 * @param action what
 * @param report what the broker said; may be nothing
 * @param failure why it was not done, if it was not
 */
public record ActionRecord(
        Instant time,
        String broker,
        String queue,
        ActionKind action,
        BrokerReport report,
        Optional<ConnectionFailure> failure) {

    /** Whether the broker did it. */
    public boolean isDone() {
        return failure.isEmpty();
    }
}
