// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import io.replicaqueues.extension.wire.Welcome;
import java.util.Optional;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Tells whether an original that welcomes a replica is the one it has followed so far, with the history it had then;
 * confined to the replica's executor.
 */
final class KnownOriginal {

    private final ReplicaCondition condition;
    private final OriginalAddress address;

    KnownOriginal(ReplicaCondition condition, OriginalAddress address) {
        this.condition = condition;
        this.address = address;
    }

    /**
     * Why the original must not be followed without a person's consent, as a line for the operator; empty if it may.
     *
     * @param held the ids the replica holds
     */
    Optional<String> objection(Welcome welcome, Roaring64Bitmap held) {
        return difference(welcome, held)
                .map(what -> what + "; replica queue " + condition.definition().queue()
                        + " keeps its content: start() accepts the new original and replaces the content,"
                        + " disconnect() keeps it");
    }

    private Optional<String> difference(Welcome welcome, Roaring64Bitmap held) {
        Identity known = condition.definition().identity();
        if (!welcome.nodeId().equals(known.nodeId())) {
            return Optional.of("another broker answers at " + address.endpointsText() + ": node " + welcome.nodeId()
                    + " instead of " + known.nodeId());
        }
        if (welcome.queueId() != known.queueId()) {
            return Optional.of(originalQueue() + " was deleted and created again");
        }
        boolean unknownHistory = welcome.knownUntil() == 0;
        if (unknownHistory || (!held.isEmpty() && held.last() >= welcome.knownUntil())) {
            return Optional.of(originalQueue() + " went back in time: its broker's journal is older than what was"
                    + " followed (restored from a backup?), and its message ids may now mean other messages");
        }
        return Optional.empty();
    }

    private String originalQueue() {
        return "original queue " + condition.definition().originalQueue() + " at " + address.endpointsText();
    }

    /** Stores who the original is now and what its settings are, before anything of it is applied. */
    void remember(Welcome welcome) throws Exception {
        ReplicaDefinition before = condition.definition();
        ReplicaDefinition now = before.withOriginal(
                        new Identity(welcome.nodeId(), welcome.queueId()), welcome.activation(), welcome.settings())
                .withFollowing(before.following(), before.failure(), false);
        if (!now.equals(before)) {
            condition.save(now);
        }
    }
}
