// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleToLongFunction;

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

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] ROUND_TIMES = {
        SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND,
        MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE,
        HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR
    };
    private static final int[] ROUND = {1, 2, 5};
    private static final int TEN = 10;

    /**
     * The scale for values of a range.
     *
     * @param marks about how many there is room for
     */
    static Scale of(long lowest, long highest, int marks) {
        return of(lowest, highest, marks, Scale::roundCount);
    }

    /**
     * The same for milliseconds, with marks that are round when they are written in seconds, minutes or hours.
     *
     * @param marks about how many there is room for
     */
    static Scale ofMillis(long lowest, long highest, int marks) {
        return of(lowest, highest, marks, Scale::roundTime);
    }

    private static Scale of(long lowest, long highest, int marks, DoubleToLongFunction round) {
        long from = Math.min(0, lowest);
        long to = Math.max(Math.max(0, highest), from + SMALLEST_SPAN);
        long step = round.applyAsLong(Math.ceil((to - from) / (double) Math.max(1, marks)));
        return new Scale(Math.floorDiv(from, step) * step, -Math.floorDiv(-to, step) * step, step);
    }

    private static long roundCount(double atLeast) {
        for (long power = 1; ; power *= TEN) {
            for (int round : ROUND) {
                if (round * power >= atLeast || power > Long.MAX_VALUE / TEN / TEN) {
                    return round * power;
                }
            }
        }
    }

    private static long roundTime(double atLeast) {
        if (atLeast <= SECOND / 2.0) {
            return roundCount(atLeast);
        }
        for (long time : ROUND_TIMES) {
            if (time >= atLeast) {
                return time;
            }
        }
        return DAY * roundCount(atLeast / DAY);
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
