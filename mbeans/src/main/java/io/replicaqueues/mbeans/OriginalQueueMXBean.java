// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

/**
 * One original queue, on the original broker. It is there while at least one replica follows. Its name is
 * {@link ObjectNames#original}. Any thread may read it.
 */
@Description("An original queue of this broker, and the replicas on other brokers that follow it.")
public interface OriginalQueueMXBean {

    /** {@return name of the original queue on this broker} */
    @Description("Name of the original queue on this broker.")
    String getQueue();

    /** {@return messages in the original queue} */
    @Description("Messages in the original queue.")
    long getDepth();

    /** {@return the replicas that follow, one element each} */
    @Description("One composite per replica that follows: nodeId and remoteAddress of its broker, since (ISO-8601"
            + " instant, UTC) and state of the feed, changesPending (not sent yet), changesUnconfirmed (sent, not"
            + " confirmed yet) and bytesSent.")
    OriginalReplica[] getReplicas();
}
