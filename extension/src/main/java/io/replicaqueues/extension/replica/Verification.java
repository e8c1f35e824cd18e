// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.wire.Manifest;
import io.replicaqueues.mbeans.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Compares the full content of a replica with the original's: the manifest of the original against fingerprints
 * computed from the replica's messages as they are stored. Messages that came or went meanwhile are left to the feed.
 * Confined to the replica's executor.
 */
final class Verification {

    private static final long ABSENT = Manifest.NONE;
    private static final int NAMED = 10;

    private final long token;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Long2LongHashMap manifest = new Long2LongHashMap(ABSENT);
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
     * @param wrong messages of the replica that the original does not have, or has with another content
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
        manifest.putAll(part.fingerprints());
        originalCount = manifest.size();
    }

    /** Compares one message of the replica; to be called when the manifest is complete. */
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
        }
    }

    /** Says what came of it, once all messages of the replica were compared. */
    Outcome conclude(long replicaCount, String queue, String original) {
        Roaring64Bitmap missing = new Roaring64Bitmap();
        for (Long2LongHashMap.KeyIterator left = manifest.keySet().iterator(); left.hasNext(); ) {
            long id = left.nextValue();
            if (!changedMeanwhile.contains(id)) {
                missing.addLong(id);
            }
        }
        VerifyReport report = report(originalCount, replicaCount, missing, unexpected, altered, queue, original);
        Roaring64Bitmap wrong = unexpected.clone();
        wrong.or(altered);
        return new Outcome(report, missing, wrong);
    }

    private static long fingerprint(MessageReference reference) {
        try {
            return Fingerprint.ofFullContent(reference.getMessage());
        } catch (ActiveMQException e) {
            return 0;
        }
    }

    private static VerifyReport report(
            long originalCount,
            long replicaCount,
            Roaring64Bitmap missing,
            Roaring64Bitmap unexpected,
            Roaring64Bitmap altered,
            String queue,
            String original) {
        long alteredCount = altered.getLongCardinality();
        long missingCount = missing.getLongCardinality() + alteredCount;
        long unexpectedCount = unexpected.getLongCardinality() + alteredCount;
        boolean equal = missingCount == 0 && unexpectedCount == 0;
        String detail = equal
                ? "replica queue " + queue + " holds the same " + replicaCount + " messages as " + original
                : "replica queue " + queue + " differs from " + original + ":" + named(" missing", missing)
                        + named(" unexpected", unexpected) + named(" with other content", altered)
                        + "; it is being repaired";
        return new VerifyReport(originalCount, replicaCount, missingCount, unexpectedCount, equal, detail);
    }

    private static String named(String what, Roaring64Bitmap ids) {
        if (ids.isEmpty()) {
            return "";
        }
        List<Long> first = new ArrayList<>();
        for (LongIterator each = ids.getLongIterator(); each.hasNext() && first.size() < NAMED; ) {
            first.add(each.next());
        }
        return what + " " + ids.getLongCardinality() + " (original message ids "
                + first.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + (ids.getLongCardinality() > NAMED ? ", …)" : ")");
    }
}
