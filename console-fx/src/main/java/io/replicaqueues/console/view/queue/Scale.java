// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * A scale of whole numbers with round marks that holds zero, so that no line looks steeper than it is. Immutable.
 *
 * @param least the lowest mark
 * @param most the highest mark
 * @param step from mark to mark
 */
record Scale(long least, long most, long step) {

    /** What is told apart at the least, on an empty chart too. */
    private static final long SMALLEST_SPAN = 2;

    private static final int[] ROUND = {1, 2, 5};
    private static final int TEN = 10;

    /**
     * The scale for values of a range.
     *
     * @param marks about how many there is room for
     */
    static Scale of(long lowest, long highest, int marks) {
        long from = Math.min(0, lowest);
        long to = Math.max(Math.max(0, highest), from + SMALLEST_SPAN);
        long step = step(Math.ceil((to - from) / (double) Math.max(1, marks)));
        return new Scale(Math.floorDiv(from, step) * step, -Math.floorDiv(-to, step) * step, step);
    }

    private static long step(double atLeast) {
        for (long power = 1; ; power *= TEN) {
            for (int round : ROUND) {
                if (round * power >= atLeast || power > Long.MAX_VALUE / TEN / TEN) {
                    return round * power;
                }
            }
        }
    }

    List<Long> marks() {
        List<Long> marks = new ArrayList<>();
        for (long mark = least; mark <= most; mark += step) {
            marks.add(mark);
        }
        return marks;
    }

    /** Where a value is, from 0 at the lowest mark to 1 at the highest. */
    double share(long value) {
        return (value - least) / (double) (most - least);
    }
}
