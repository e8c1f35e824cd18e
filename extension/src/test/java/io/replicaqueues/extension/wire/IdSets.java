// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Sets of message ids as queues have them: dense runs, lone ids, jumps of 2^31 and up to the end of the numbers. */
final class IdSets {

    /** The greatest id a set may hold. */
    static final long GREATEST = Long.MAX_VALUE - 1;

    private static final long FAILOVER_JUMP = 1L << 31;

    private record Run(long gap, long length) {}

    private IdSets() {}

    static Arbitrary<Roaring64Bitmap> any() {
        Arbitrary<Long> gaps = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(1, 300)),
                Tuple.of(2, Arbitraries.of(1L, 65_535L, 65_536L, FAILOVER_JUMP)),
                Tuple.of(1, Arbitraries.longs().between(1, Long.MAX_VALUE / 4)));
        Arbitrary<Long> lengths = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(1L)),
                Tuple.of(6, Arbitraries.longs().between(1, 300)),
                Tuple.of(1, Arbitraries.longs().between(65_000, 66_500)));
        Arbitrary<Roaring64Bitmap> fromTheStart = Combinators.combine(gaps, lengths)
                .as(Run::new)
                .list()
                .ofMaxSize(30)
                .map(runs -> {
                    Roaring64Bitmap ids = new Roaring64Bitmap();
                    long next = 0;
                    for (Run run : runs) {
                        long first = next + run.gap;
                        if (first < next || GREATEST - first < run.length) {
                            break;
                        }
                        next = first + run.length;
                        LongStream.range(first, next).forEach(ids::addLong);
                    }
                    return ids;
                });
        Arbitrary<Roaring64Bitmap> nearTheEnd = Arbitraries.longs()
                .between(0, 500)
                .list()
                .ofMaxSize(50)
                .map(distances -> {
                    Roaring64Bitmap ids = new Roaring64Bitmap();
                    distances.forEach(distance -> ids.addLong(GREATEST - distance));
                    return ids;
                });
        return Arbitraries.oneOf(fromTheStart, nearTheEnd);
    }

    static Roaring64Bitmap of(long... ids) {
        return Roaring64Bitmap.bitmapOf(ids);
    }
}
