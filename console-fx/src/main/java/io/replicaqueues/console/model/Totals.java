// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How all replicas are together. Immutable.
 *
 * @param counts how many are in each condition; none where a condition is missing
 * @param replicas how many there are
 * @param worst the replica that needs a look most, if any is not in parity
 * @param lostBrokers brokers without a link
 */
public record Totals(Map<Condition, Integer> counts, int replicas, Optional<ReplicaRow> worst, int lostBrokers) {

    /** How many are in that condition. */
    public int count(Condition condition) {
        return counts.getOrDefault(condition, 0);
    }

    static Totals of(List<BrokerModel> brokers, List<ReplicaRow> replicas) {
        Map<Condition, Integer> counts = new EnumMap<>(Condition.class);
        ReplicaRow worst = null;
        for (ReplicaRow row : replicas) {
            Condition condition = row.sight().condition();
            counts.merge(condition, 1, Integer::sum);
            if (condition != Condition.IN_PARITY && (worst == null || isWorse(row, worst))) {
                worst = row;
            }
        }
        int lost = (int) brokers.stream()
                .filter(broker -> broker.link().state() == BrokerModel.Link.State.LOST)
                .count();
        return new Totals(Collections.unmodifiableMap(counts), replicas.size(), Optional.ofNullable(worst), lost);
    }

    private static boolean isWorse(ReplicaRow row, ReplicaRow than) {
        int order = row.sight().condition().compareTo(than.sight().condition());
        return order > 0 || (order == 0 && lag(row) > lag(than));
    }

    private static long lag(ReplicaRow row) {
        return row.sight().reading().lagMillis();
    }
}
