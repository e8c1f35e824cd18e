// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.model.DepthHistory;
import io.replicaqueues.console.model.Sample;
import java.time.Duration;
import java.util.List;

/** How far back charts reach. */
enum Range {
    FIVE_MINUTES {
        @Override
        long from(List<Sample> all, long to) {
            return to - DepthHistory.RECENT.toMillis();
        }
    },
    HOUR {
        @Override
        long from(List<Sample> all, long to) {
            return to - DepthHistory.HOUR.toMillis();
        }
    },
    ALL {
        @Override
        long from(List<Sample> all, long to) {
            long first = all.isEmpty() ? to : all.get(0).millis();
            return Math.min(first, to - SHORTEST.toMillis());
        }
    };

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /**
     * The left edge.
     *
     * @param all that is known, the oldest first
     * @param to the right edge; both in milliseconds since the epoch
     */
    abstract long from(List<Sample> all, long to);
}
