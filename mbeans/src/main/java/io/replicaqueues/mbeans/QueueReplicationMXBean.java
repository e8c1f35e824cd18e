// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import javax.management.ObjectName;

/**
 * Queue replication of one broker. Its name is {@link ObjectNames#queueReplication}.
 *
 * <p>Any thread may call anything. Operations throw {@link IllegalArgumentException} for an argument that cannot be
 * right and {@link IllegalStateException} for what is not possible at present, each with one line that says what to do
 * instead. No secret is ever part of an attribute or an error.
 */
@Description(
        "Queue replication of this broker: creates replica queues that follow original queues on other brokers, and"
                + " lists the replicas and the originals there are.")
public interface QueueReplicationMXBean {

    /** {@return name of this broker} */
    @Description("Name of this broker.")
    String getBroker();

    /** {@return node id of this broker; a primary and its backup have the same} */
    @Description("Node id of this broker. A primary and its backup have the same.")
    String getNodeId();

    /** {@return version of the queue replication extension} */
    @Description("Version of the queue replication extension.")
    String getVersion();

    /** {@return whether replicas may be started on this broker} */
    @Description("Whether replicas may be started on this broker: property queue-replication of the broker plugin. Left"
            + " out, it is yes on a broker with an HA policy or in a cluster and no on a stand-alone one.")
    boolean isReplicationEnabled();

    /** {@return names of the MBeans of the replica queues on this broker} */
    @Description("Names of the MBeans of the replica queues on this broker.")
    ObjectName[] getReplicas();

    /** {@return names of the MBeans of the original queues on this broker that at least one replica follows} */
    @Description("Names of the MBeans of the original queues on this broker that at least one replica follows.")
    ObjectName[] getOriginals();

    /** {@return every scalar attribute of every replica queue of this broker} */
    @Description("One composite per replica queue with every scalar attribute of its MBean: the whole picture in one"
            + " read.")
    ReplicaStatus[] getReplicaStatuses();

    /**
     * Creates the queue on this broker, with the address, the routing type and the settings of the original, and starts
     * to follow.
     *
     * @param original address of the original broker
     * @param queue name of the queue, there and here
     * @return the name of the replica's bean
     * @throws IllegalArgumentException if the address cannot be read or the original has no such queue
     * @throws IllegalStateException if the queue exists here, the original cannot be reached or refuses, or replication
     *     is not enabled
     */
    @Description(
            "Create the queue here with the original's address, routing type and settings, and start to follow. The"
                    + " queue must not exist here. Returns the name of the replica's MBean.")
    @Impact(Impact.Kind.ACTION)
    ObjectName createReplica(
            @Parameter(name = "original", description = Texts.ORIGINAL) String original,
            @Parameter(name = "queue", description = "Name of the original queue, and of the replica queue here.")
                    String queue);

    /**
     * Makes a queue that exists on this broker a replica.
     *
     * @param original address of the original broker
     * @param queue name of the queue, there and here
     * @return the name of the replica's bean
     * @throws IllegalArgumentException if the address cannot be read or either broker has no such queue
     * @throws IllegalStateException if the queue is a replica already, holds messages that are not the original's, the
     *     original cannot be reached or refuses, or replication is not enabled
     */
    @Description(
            "Make a queue that exists here a replica and start to follow. Refused when the queue holds messages that"
                    + " are not the original's. Returns the name of the replica's MBean.")
    @Impact(Impact.Kind.ACTION)
    ObjectName replicate(
            @Parameter(name = "original", description = Texts.ORIGINAL) String original,
            @Parameter(name = "queue", description = "Name of the original queue, and of the existing queue here.")
                    String queue);

    /**
     * Does what {@link #createReplica} does, under another name and with options.
     *
     * @param original address of the original broker
     * @param originalQueue name of the queue there
     * @param replicaQueue name of the queue here
     * @param options {@code key=value} pairs separated by commas; may be empty
     * @return the name of the replica's bean
     * @throws IllegalArgumentException also if an option is unknown or has no such value
     * @throws IllegalStateException as for {@link #createReplica}
     */
    @Description(
            "Create a replica queue under another name, or with options, and start to follow. The replica queue must"
                    + " not exist here. Returns the name of the replica's MBean.")
    @Impact(Impact.Kind.ACTION)
    ObjectName createReplicaAs(
            @Parameter(name = "original", description = Texts.ORIGINAL) String original,
            @Parameter(name = "originalQueue", description = "Name of the original queue on the original broker.")
                    String originalQueue,
            @Parameter(name = "replicaQueue", description = "Name of the replica queue here.") String replicaQueue,
            @Parameter(
                            name = "options",
                            description = "key=value pairs, separated by commas; may be empty."
                                    + " acknowledgement=async (the default) confirms messages to producers at once;"
                                    + " acknowledgement=sync confirms them once this replica has stored them. user=... and"
                                    + " password=... log in at the original broker.")
                    String options);

    /**
     * Starts every replica of this broker that is stopped. Replicas that failed stay as they are: each needs its own
     * decision.
     *
     * @throws IllegalStateException if replication is not enabled
     */
    @Description("Start every stopped replica of this broker. FAILED replicas stay as they are: start each by itself"
            + " after reading its LastError.")
    @Impact(Impact.Kind.ACTION)
    void startAll();

    /** Stops every replica of this broker. */
    @Description(
            "Stop every replica of this broker. They stay replicas, and stay protected and stopped over a restart.")
    @Impact(Impact.Kind.ACTION)
    void stopAll();
}
