// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.time.Instant;

/**
 * What an original broker knows of one replica of its queue.
 *
 * @param nodeId node id of the replica broker
 * @param replicaQueue the replica's name there
 * @param remoteAddress network address the replica came from
 * @param since when it began to follow, or last reconnected
 * @param state of its feed
 * @param changesPending changes (and messages of a catch-up) not sent yet
 * @param changesUnconfirmed changes sent that the replica has not confirmed yet
 * @param bytesSent bytes sent since it connected
 */
public record FollowerStatus(
        String nodeId,
        String replicaQueue,
        String remoteAddress,
        Instant since,
        State state,
        long changesPending,
        long changesUnconfirmed,
        long bytesSent) {

    static FollowerStatus of(
            FeedRequest request, Instant since, State state, ChangeFeed.State pending, FeedOutlet outlet) {
        return new FollowerStatus(
                request.replicaNode(),
                request.replicaQueue(),
                request.remoteAddress(),
                since,
                state,
                pending.pending() + pending.catchUpRemaining(),
                outlet.unconfirmedChanges(),
                outlet.bytesSent());
    }

    /** The states of a feed. */
    public enum State {
        /** The replica has connected and says what it holds. */
        OPENED,
        CATCHING_UP,
        LIVE,
        ENDED
    }
}
