// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.mbeans.ReplicaState;
import java.time.Instant;
import java.util.Optional;

/**
 * What a replica broker says of one replica at one moment, by its own clock. Immutable. The meaning of each is that of
 * {@link io.replicaqueues.mbeans.ReplicaStatus}.
 *
 * @param queue name of the replica queue
 * @param original address of the original broker
 * @param originalQueue name of the queue there
 * @param originalNodeId node id of that broker, empty until it was connected once
 * @param acknowledgement {@code async}, {@code sync} or {@code sync (degraded)}
 * @param state what it does
 * @param stateSince since when
 * @param connectedSince since when the link stands, if it does
 * @param inParity whether the content was proved equal at the latest position
 * @param lastParityTime when it last was, if ever
 * @param lagMillis age of the oldest change not applied; -1 if the replica never was current
 * @param originalDepth messages in the original; -1 while unknown
 * @param replicaDepth messages here
 * @param catchUpRemaining messages still to come before the catch-up is complete
 * @param lastError the latest error and what to do; may be empty
 * @param lastErrorTime when that was
 * @param messagesAdded since the replica was created
 * @param messagesRemoved since the replica was created
 * @param bytesReceived since the replica was created
 * @param reconnects since the replica was created
 * @param repairs since the replica was created
 */
public record ReplicaReading(
        String queue,
        String original,
        String originalQueue,
        String originalNodeId,
        String acknowledgement,
        ReplicaState state,
        Optional<Instant> stateSince,
        Optional<Instant> connectedSince,
        boolean inParity,
        Optional<Instant> lastParityTime,
        long lagMillis,
        long originalDepth,
        long replicaDepth,
        long catchUpRemaining,
        String lastError,
        Optional<Instant> lastErrorTime,
        long messagesAdded,
        long messagesRemoved,
        long bytesReceived,
        long reconnects,
        long repairs) {

    static ReplicaReading of(Attributes attributes) throws ConnectionFailure {
        return new ReplicaReading(
                attributes.text("queue"),
                attributes.text("original"),
                attributes.text("originalQueue"),
                attributes.text("originalNodeId"),
                attributes.text("acknowledgement"),
                attributes.constant("state", ReplicaState.class),
                attributes.instant("stateSince"),
                attributes.instant("connectedSince"),
                attributes.flag("inParity"),
                attributes.instant("lastParityTime"),
                attributes.number("lagMillis"),
                attributes.number("originalDepth"),
                attributes.number("replicaDepth"),
                attributes.number("catchUpRemaining"),
                attributes.text("lastError"),
                attributes.instant("lastErrorTime"),
                attributes.number("messagesAdded"),
                attributes.number("messagesRemoved"),
                attributes.number("bytesReceived"),
                attributes.number("reconnects"),
                attributes.number("repairs"));
    }
}
