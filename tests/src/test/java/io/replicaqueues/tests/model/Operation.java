// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

/**
 * One step of a sequence. Every operation makes sense in every state, so that a sequence stays one when operations are
 * taken out of it. Immutable.
 */
sealed interface Operation {

    /** Which protocol a client speaks. */
    enum Wire {
        CORE,
        AMQP
    }

    /** How a session that has sent or received ends. */
    enum Ending {
        /** Each message is confirmed by itself. */
        EACH,
        COMMIT,
        ROLLBACK
    }

    /** When a message may be delivered, and until when. */
    enum Timing {
        NOW,
        DUE_SOON,
        DUE_FAR,
        EXPIRES_SOON,
        EXPIRES_FAR
    }

    /** What an administrator does to the original queue. */
    enum Administration {
        PURGE,
        REMOVE_OF_PRODUCER,
        MOVE_OF_PRODUCER,
        EXPIRE_OF_PRODUCER,
        DEAD_LETTER_OF_PRODUCER
    }

    /** What somebody does to the replica queue behind the replica's back. */
    enum Tampering {
        PURGE,
        REMOVE_ONE,
        MOVE_OF_PRODUCER
    }

    /** One producer sends. */
    record Send(
            int producer,
            Wire wire,
            int count,
            boolean durable,
            int priority,
            Timing timing,
            boolean large,
            Ending ending)
            implements Operation {}

    /** One producer commits more messages at once than a feed holds. */
    record Flood(int producer, Wire wire, int count) implements Operation {}

    /** One consumer receives. */
    record Receive(Wire wire, int count, Ending ending) implements Operation {}

    /** Sends and receives within a transaction that stays open, if none of this wire is. */
    record OpenTransaction(Wire wire, int sends, int receives, boolean durable) implements Operation {}

    /** Ends the open transaction of this wire, if there is one. */
    record EndTransaction(Wire wire, boolean commit) implements Operation {}

    /** Waits until what was to expire soon has expired. */
    record Expire() implements Operation {}

    record Administer(Administration administration, int producer) implements Operation {}

    record StopReplica() implements Operation {}

    record StartReplica() implements Operation {}

    record Verify() implements Operation {}

    /** Sends while the broker is killed; then starts it again. */
    record KillOriginal(int producer, Wire wire) implements Operation {}

    record RestartOriginal() implements Operation {}

    /** Kills the replica broker; it stays down until {@link StartReplicaBroker} or the next checkpoint. */
    record KillReplica(int producer, Wire wire) implements Operation {}

    record StopReplicaBroker() implements Operation {}

    record StartReplicaBroker() implements Operation {}

    /** Closes every connection between the two, once. */
    record ResetLink() implements Operation {}

    /** Closes every connection; whoever connects hears nothing until {@link RestoreLink}. */
    record CutLink() implements Operation {}

    /** Lets the connections stand, but nothing pass. */
    record FreezeLink() implements Operation {}

    record RestoreLink() implements Operation {}

    record Tamper(Tampering tampering, int producer) implements Operation {}

    /** Disconnects, and follows anew: with the queue as it is, or with a new one. */
    record DisconnectAndFollow(boolean keepQueue) implements Operation {}

    /** Waits for parity and compares both queues with the model. */
    record Checkpoint() implements Operation {}
}
