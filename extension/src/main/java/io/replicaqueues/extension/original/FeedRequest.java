// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

/**
 * What a replica asked for when it opened a feed.
 *
 * @param feed the feed's id, chosen by the replica
 * @param queue the original queue
 * @param replicaNode the replica broker's node id
 * @param replicaQueue the replica's name there
 * @param synchronous whether producers are to wait for the replica
 * @param user who is logged in there, empty if nobody is
 * @param connection the connection it came by; only there the feed may be taken
 * @param remoteAddress that connection's network address
 */
record FeedRequest(
        String feed,
        String queue,
        String replicaNode,
        String replicaQueue,
        boolean synchronous,
        String user,
        Object connection,
        String remoteAddress) {

    /**
     * Whether both come from the same replica, so that the later one takes the place of the earlier. Anybody can name
     * the replica of another user.
     */
    boolean isFromSameReplica(FeedRequest other) {
        return user.equals(other.user)
                && replicaNode.equals(other.replicaNode)
                && replicaQueue.equals(other.replicaQueue)
                && queue.equals(other.queue);
    }
}
