// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.ArrayList;
import java.util.List;

/** How many changes the second broker had not confirmed, over the time of one run. For one thread. */
final class Backlog {

    private final long began = System.nanoTime();
    private final List<Point> points = new ArrayList<>();

    /** @param seconds since the run began */
    record Point(double seconds, long changes) {}

    /** Notes what it is now; a second broker that is not connected counts as one that has everything. */
    void note(long changes) {
        points.add(new Point((System.nanoTime() - began) / 1e9, Math.max(0, changes)));
    }

    List<Point> points() {
        return points;
    }

    long largest() {
        return points.stream().mapToLong(Point::changes).max().orElse(0);
    }
}
