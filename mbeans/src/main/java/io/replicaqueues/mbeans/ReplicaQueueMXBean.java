// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

/**
 * One replica queue, on the replica broker. Its name is {@link ObjectNames#replica}. The attributes are those of {@link
 * ReplicaStatus}.
 *
 * <p>Any thread may call any operation. An operation that does not fit the replica's state throws
 * {@link IllegalStateException} with one line that says what to do instead.
 */
@Description("A replica queue: follows an original queue on another broker and is kept identical to it. Nobody can send"
        + " to it or consume from it until it is disconnected.")
@NotifiesChanges({"State", "InParity", "Acknowledgement"})
public interface ReplicaQueueMXBean extends ReplicaStatus {

    /**
     * Follows the original, again if it was stopped. What changed meanwhile is made up by difference. Does nothing on a
     * replica that follows already. On a {@link ReplicaState#FAILED} replica it tries again; if that had met another
     * original than it knew, it accepts that one and replaces the content by its content.
     *
     * <p>Returns at once; {@code State} tells how it goes.
     *
     * @throws IllegalStateException if the replica cannot follow, for instance because replication is not enabled
     */
    @Description("Follow the original (again). Returns at once; State tells how it goes. What changed "
            + "meanwhile is made up by difference. Does nothing on a replica that follows already. On a "
            + "FAILED replica: try again; if it had failed because it met another original (another node, "
            + "or the queue created anew), accept that one and replace the content by its content.")
    @Impact(Impact.Kind.ACTION)
    void start();

    /**
     * Pauses. The queue stays a replica and stays protected, also over a restart of the broker. Does nothing on a
     * stopped replica.
     *
     * @throws IllegalStateException if the replica is disconnected
     */
    @Description("Pause. The queue stays a replica and stays protected, also over a restart of the broker. Does nothing"
            + " on a stopped replica.")
    @Impact(Impact.Kind.ACTION)
    void stop();

    /**
     * Ends replication for good and makes the queue an ordinary one. The bean is unregistered. Returns when clients can
     * use the queue.
     *
     * @return the state of the replica at its end
     * @throws IllegalStateException if the replica is disconnected already
     */
    @Description("End replication for good. The queue becomes an ordinary queue that clients can use, and this MBean"
            + " goes. Returns the final report: originalDepth and replicaDepth in messages (-1: unknown), inParity,"
            + " lagMillis in milliseconds, detail. To only pause, use stop.")
    @Impact(Impact.Kind.ACTION)
    DisconnectReport disconnect();

    /**
     * Compares the full content with the original's, by message. A difference is repaired after the report. Takes time
     * in proportion to the depth.
     *
     * @return what was found
     * @throws IllegalStateException if the original cannot be asked at present
     */
    @Description("Compare the full content with the original now, by message and including the bodies of large "
            + "messages. Needs a LIVE replica; takes time in proportion to the depth, 30 minutes at most. "
            + "Returns originalCount, replicaCount, missing and unexpected in messages (one with another "
            + "content counts as both), equal, and detail, which names the first message ids that differ. "
            + "The counts may differ although equal is true while clients use the original: what changes "
            + "meanwhile is left to the feed. Equal content stays untouched; a difference is repaired after "
            + "the report, and counted in Repairs.")
    @Impact(Impact.Kind.ACTION)
    VerifyReport verify();
}
