// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

/** One way in which a replica can differ from its original, and what notices it. */
enum Divergence {
    /** The replica lacks a message. */
    MISSING(true),
    /** The replica holds a message of the original's that the original does not hold. */
    EXTRA(true),
    /** The replica holds a message under the id of one whose content has changed. */
    ALTERED(true),
    /** A message was altered where the replica stores it. */
    ALTERED_IN_STORE(false),
    /** Two messages came under each other's id. */
    CONTENTS_EXCHANGED(true),
    /** Two messages were exchanged where the replica stores them, under each other's mark. */
    CONTENTS_EXCHANGED_IN_STORE(false),
    /** Two messages of one priority stand in each other's place. */
    PLACES_EXCHANGED(false),
    /** The replica holds a message that is not the original's at all. */
    FOREIGN(false),
    /** The replica holds a message twice. */
    TWICE(false);

    private final boolean changesDigest;

    Divergence(boolean changesDigest) {
        this.changesDigest = changesDigest;
    }

    /** Whether the digests differ, so that it is noticed at the next position of the feed; else by verify() alone. */
    boolean changesDigest() {
        return changesDigest;
    }
}
