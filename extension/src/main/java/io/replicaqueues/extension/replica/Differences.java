// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.mbeans.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What a comparison of the full content has found, by the original's message ids, and how the operator is told; for any
 * thread.
 *
 * @param missing only the original has them
 * @param unexpected only the replica has them
 * @param altered both have them, with different content
 * @param misplaced out of the replica's own order of arrival
 * @param overtaken in another order than in the original, which may be legitimate
 */
record Differences(
        Roaring64Bitmap missing,
        Roaring64Bitmap unexpected,
        Roaring64Bitmap altered,
        Roaring64Bitmap misplaced,
        Roaring64Bitmap overtaken,
        String queue,
        String original) {

    private static final int NAMED = 10;

    /** The replica's messages that must go, and those of them that the original has come again. */
    Roaring64Bitmap wrong() {
        Roaring64Bitmap wrong = unexpected.clone();
        wrong.or(altered);
        wrong.or(misplaced);
        return wrong;
    }

    /** An altered or misplaced message counts as a missing and an unexpected one: it is neither where it should be. */
    VerifyReport report(long originalCount, long replicaCount) {
        long both = altered.getLongCardinality() + misplaced.getLongCardinality();
        long missingCount = missing.getLongCardinality() + both;
        long unexpectedCount = unexpected.getLongCardinality() + both;
        boolean equal = missingCount == 0 && unexpectedCount == 0;
        String detail = equal
                ? "replica queue " + queue + " holds the same " + replicaCount + " messages as " + original
                : "replica queue " + queue + " differs from " + original + ":" + named(" missing", missing)
                        + named(" unexpected", unexpected) + named(" with other content", altered)
                        + named(" out of their order of arrival", misplaced) + "; it is being repaired";
        return new VerifyReport(
                originalCount, replicaCount, missingCount, unexpectedCount, equal, detail + interleaving());
    }

    private String interleaving() {
        return overtaken.isEmpty()
                ? ""
                : ";" + named(" behind messages that the original has behind them", overtaken)
                        + ", as concurrent producers may interleave differently";
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
