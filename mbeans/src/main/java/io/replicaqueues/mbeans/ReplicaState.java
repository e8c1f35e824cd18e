// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

/** What a replica queue is doing about its original. Over JMX it is the constant's name. */
public enum ReplicaState {
    /** Paused by an operator. Still a replica and still protected; {@code start()} follows again. */
    STOPPED,
    /** Following, but without a link to the original broker at present. It keeps trying by itself. */
    CONNECTING,
    /** Linked, and being brought to the original's present content. */
    CATCHING_UP,
    /** Linked, and applying changes as they happen. */
    LIVE,
    /** Cannot go on without a person. {@code LastError} says why and what to do. Still protected. */
    FAILED,
    /** Replication has ended for good. The queue is an ordinary queue. */
    DISCONNECTED
}
