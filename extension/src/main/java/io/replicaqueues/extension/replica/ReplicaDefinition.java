// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

/**
 * What is remembered of a replica over a restart. Immutable.
 *
 * @param queue the replica queue
 * @param original the original broker's address in its storable form, secrets masked
 * @param originalQueue the original queue's name there
 * @param acknowledgement when the original confirms to its producers: {@code async} or {@code sync}
 * @param following whether it is to follow; false after {@code stop()}
 * @param failure why it is FAILED, or empty
 * @param originalReplaced whether it is FAILED because the original is gone or another stands in its place; without a
 *     failure, whether a person has said that another may be followed, and none has been since
 * @param identity who the original is
 * @param activation of the original broker that was followed last; empty if not known
 * @param settings the original queue's settings in the broker's JSON form, to be applied at {@code disconnect()}
 * @param counters what it has done since it was created
 */
record ReplicaDefinition(
        String queue,
        String original,
        String originalQueue,
        String acknowledgement,
        boolean following,
        String failure,
        boolean originalReplaced,
        Identity identity,
        String activation,
        String settings,
        Counters counters) {

    /**
     * Which incarnation of which queue is followed.
     *
     * @param nodeId the original broker's node id
     * @param queueId that broker's id of the queue
     */
    record Identity(String nodeId, long queueId) {}

    /** Counters since the replica was created; as of the last time the definition was stored. */
    record Counters(long added, long removed, long bytes, long reconnects, long repairs) {

        static final Counters ZERO = new Counters(0, 0, 0, 0, 0);

        /** Whether they differ in more than the bytes, which grow with every sign of life. */
        boolean tellMoreThan(Counters other) {
            return added != other.added
                    || removed != other.removed
                    || reconnects != other.reconnects
                    || repairs != other.repairs;
        }
    }

    ReplicaDefinition withFollowing(boolean newFollowing, String newFailure, boolean newOriginalReplaced) {
        return new ReplicaDefinition(
                queue,
                original,
                originalQueue,
                acknowledgement,
                newFollowing,
                newFailure,
                newOriginalReplaced,
                identity,
                activation,
                settings,
                counters);
    }

    /** Whether a person has said that another original may take the place of the known one, and none has since. */
    boolean allowsAnotherOriginal() {
        return originalReplaced && failure.isEmpty();
    }

    ReplicaDefinition withOriginal(Identity newIdentity, String newActivation, String newSettings) {
        return new ReplicaDefinition(
                queue,
                original,
                originalQueue,
                acknowledgement,
                following,
                failure,
                originalReplaced,
                newIdentity,
                newActivation,
                newSettings,
                counters);
    }

    ReplicaDefinition withCounters(Counters newCounters) {
        return new ReplicaDefinition(
                queue,
                original,
                originalQueue,
                acknowledgement,
                following,
                failure,
                originalReplaced,
                identity,
                activation,
                settings,
                newCounters);
    }
}
