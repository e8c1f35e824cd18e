// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.mbeans.ReplicaState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An original queue at one moment. Immutable.
 *
 * @param queue its name
 * @param depth messages in it
 * @param followers the replicas that follow it
 */
public record OriginalReading(String queue, long depth, List<Follower> followers) {

    /**
     * A replica as the original's broker sees it. Immutable.
     *
     * @param nodeId of the replica's broker
     * @param remoteAddress where it connects from
     * @param since when this feed began
     * @param state what the feed does
     * @param changesPending not sent yet
     * @param changesUnconfirmed sent, not confirmed yet
     * @param bytesSent since the feed began
     */
    public record Follower(
            String nodeId,
            String remoteAddress,
            Optional<Instant> since,
            ReplicaState state,
            long changesPending,
            long changesUnconfirmed,
            long bytesSent) {

        private static Follower of(Attributes attributes) throws ConnectionFailure {
            return new Follower(
                    attributes.text("nodeId"),
                    attributes.text("remoteAddress"),
                    attributes.instant("since"),
                    attributes.constant("state", ReplicaState.class),
                    attributes.number("changesPending"),
                    attributes.number("changesUnconfirmed"),
                    attributes.number("bytesSent"));
        }
    }

    static OriginalReading of(Attributes attributes) throws ConnectionFailure {
        List<Follower> followers = new ArrayList<>();
        for (Attributes follower : attributes.composites("Replicas")) {
            followers.add(Follower.of(follower));
        }
        return new OriginalReading(attributes.text("Queue"), attributes.number("Depth"), List.copyOf(followers));
    }
}
