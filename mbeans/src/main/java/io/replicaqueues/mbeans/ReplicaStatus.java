// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

/**
 * Everything there is to know about one replica queue at a moment.
 *
 * <p>It is both what {@link ReplicaQueueMXBean} has as attributes and, as a composite, one element of {@link
 * QueueReplicationMXBean#getReplicaStatuses()}, so the two cannot drift apart. It must hold getters alone: that is what
 * lets a JMX proxy rebuild it on the client without any class of the server.
 *
 * <p>Any thread may call any getter at any time. A getter never blocks and never throws. What a client gets is a
 * snapshot; what a caller in the broker gets may be the living replica.
 */
public interface ReplicaStatus {

    /** {@return name of the replica queue on this broker} */
    @Description("Name of the replica queue on this broker.")
    String getQueue();

    /** {@return address of the original broker, without any secret: host:port, or a list for a primary/backup pair} */
    @Description("Address of the original broker, without any secret: host:port, or a list for a primary/backup pair.")
    String getOriginal();

    /** {@return name of the original queue on the original broker} */
    @Description("Name of the original queue on the original broker.")
    String getOriginalQueue();

    /** {@return node id of the original broker this replica follows; empty until it was connected once} */
    @Description("Node id of the original broker this replica follows. Empty until it was connected once.")
    String getOriginalNodeId();

    /** {@return when the original confirms a message to its producer: {@code async}, {@code sync} or {@code sync (degraded)}} */
    @Description("When the original confirms a message to its producer. async: at once. sync: after this replica has"
            + " confirmed it. sync (degraded): sync was asked for, but the replica is not live or not confirming in"
            + " time, so producers are confirmed at once until it has caught up.")
    String getAcknowledgement();

    /** {@return what the replica is doing about its original} */
    @Description("STOPPED: paused by an operator. CONNECTING: trying to reach the original. CATCHING_UP: being brought"
            + " to the original's present content. LIVE: applying changes as they happen. FAILED: needs a person, see"
            + " LastError. DISCONNECTED: replication has ended, the queue is an ordinary queue.")
    ReplicaState getState();

    /** {@return when {@code State} last changed: ISO-8601 instant, UTC} */
    @Description("When State last changed: ISO-8601 instant, UTC.")
    String getStateSince();

    /** {@return since when the link to the original broker stands: ISO-8601 instant, UTC; empty while it is down} */
    @Description("Since when the link to the original broker stands: ISO-8601 instant, UTC. Empty while it is down.")
    String getConnectedSince();

    /** {@return when the content was last proved equal to the original's: ISO-8601 instant, UTC; empty if never} */
    @Description("When the content was last proved equal to the original's: ISO-8601 instant, UTC. Empty if never.")
    String getLastParityTime();

    /** {@return when {@code LastError} happened: ISO-8601 instant, UTC; empty if there was no error} */
    @Description("When LastError happened: ISO-8601 instant, UTC. Empty if there was no error.")
    String getLastErrorTime();

    /** {@return the latest error and what to do about it; empty if there was none} */
    @Description("The latest error and what to do about it. Empty if there was none.")
    String getLastError();

    /** {@return messages in the original queue, as far as this broker knows; -1 while unknown} */
    @Description("Messages in the original queue, as far as this broker knows. -1 while unknown.")
    long getOriginalDepth();

    /** {@return messages in the replica queue} */
    @Description("Messages in the replica queue.")
    long getReplicaDepth();

    /** {@return {@code OriginalDepth} minus {@code ReplicaDepth}, in messages; -1 while the first is unknown} */
    @Description("OriginalDepth minus ReplicaDepth, in messages. Meaningless (and -1) while OriginalDepth is -1.")
    long getDepthDifference();

    /** {@return whether the content, and not merely the count, was proved equal to the original's at the latest position} */
    @Description("Whether the content, and not merely the count, was proved equal to the original's at the latest"
            + " position of the feed.")
    boolean isInParity();

    /** {@return lag in milliseconds: the age of the oldest change that is known but not applied yet; -1 if never current} */
    @Description("Lag in milliseconds: the age of the oldest change of the original that is known but not applied yet."
            + " 0 when everything the original sent is applied. While the link is down: the time since the replica was"
            + " last known to be current. -1 if it never was.")
    long getLagMillis();

    /** {@return messages added to this replica since it was created} */
    @Description("Messages added to this replica since it was created.")
    long getMessagesAdded();

    /** {@return messages removed from this replica since it was created} */
    @Description("Messages removed from this replica since it was created.")
    long getMessagesRemoved();

    /** {@return bytes received from the original for this replica since it was created} */
    @Description("Bytes received from the original for this replica since it was created.")
    long getBytesReceived();

    /** {@return how many times the link to the original was lost and came back, since this replica was created} */
    @Description("How many times the link to the original was lost and came back, since this replica was created.")
    long getReconnects();

    /** {@return how many times a difference to the original was found and repaired, since the replica was created} */
    @Description("How many times a difference to the original was found and repaired, since this replica was created."
            + " Anything but 0 deserves a look at the log.")
    long getRepairs();

    /** {@return messages still to come before the catch-up is complete; 0 when no catch-up is under way} */
    @Description("Messages still to come before the catch-up is complete. 0 when no catch-up is under way.")
    long getCatchUpRemaining();
}
