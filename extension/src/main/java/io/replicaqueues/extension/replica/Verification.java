// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.wire.Manifest;
import io.replicaqueues.mbeans.VerifyReport;
import java.util.concurrent.CompletableFuture;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Compares the full content of a replica with the original's: the manifest of the original against fingerprints
 * computed from the replica's messages as they are stored, and the order of both. Messages that came or went meanwhile
 * are left to the feed. Confined to the replica's executor.
 */
final class Verification {

    private static final long ABSENT = Manifest.NONE;

    private final long token;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Long2LongHashMap manifest = new Long2LongHashMap(ABSENT);
    private final QueueOrder order = new QueueOrder();
    private final LongHashSet changedMeanwhile = new LongHashSet();
    private final Roaring64Bitmap altered = new Roaring64Bitmap();
    private final Roaring64Bitmap unexpected = new Roaring64Bitmap();
    private long originalCount;

    Verification(long token) {
        this.token = token;
    }

    /**
     * @param report for the operator
     * @param missing the original's messages the replica lacks
     * @param wrong messages of the replica that the original does not have, has with another content, or that stand
     *     where they cannot have come to stand
     */
    record Outcome(VerifyReport report, Roaring64Bitmap missing, Roaring64Bitmap wrong) {}

    long token() {
        return token;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    void changed(long id) {
        changedMeanwhile.add(id);
    }

    void take(Manifest part) {
        for (Manifest.Entry entry : part.entries()) {
            manifest.put(entry.id(), entry.fingerprint());
            order.next(entry.id());
        }
        originalCount = manifest.size();
    }

    /** Compares one message of the replica, in the queue's order; to be called when the manifest is complete. */
    void compare(MessageReference reference) {
        long id = OriginalId.idOf(reference.getMessage());
        if (changedMeanwhile.contains(id)) {
            return;
        }
        long expected = manifest.remove(id);
        if (expected == ABSENT) {
            unexpected.addLong(id);
        } else if (expected != fingerprint(reference)) {
            altered.addLong(id);
        } else {
            order.compare(reference);
        }
    }

    /** Says what came of it, once all messages of the replica were compared. */
    Outcome conclude(long replicaCount, String queue, String original) {
        Differences differences =
                new Differences(missing(), unexpected, altered, order.misplaced(), order.overtaken(), queue, original);
        return new Outcome(differences.report(originalCount, replicaCount), differences.missing(), differences.wrong());
    }

    /** What is left of the manifest once the replica's messages have been taken out of it. */
    private Roaring64Bitmap missing() {
        Roaring64Bitmap missing = new Roaring64Bitmap();
        for (Long2LongHashMap.KeyIterator left = manifest.keySet().iterator(); left.hasNext(); ) {
            long id = left.nextValue();
            if (!changedMeanwhile.contains(id)) {
                missing.addLong(id);
            }
        }
        return missing;
    }

    private static long fingerprint(MessageReference reference) {
        try {
            return Fingerprint.ofFullContent(reference.getMessage());
        } catch (ActiveMQException e) {
            return ABSENT;
        }
    }
}
