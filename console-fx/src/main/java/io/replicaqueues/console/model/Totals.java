// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.model.BrokerModel.Link.State;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How all replicas are together. Immutable.
 *
 * @param counts how many are in each condition; none where a condition is missing
 * @param replicas how many there are
 * @param worst the replica that needs a look most, if any is not in parity
 * @param lostBrokers brokers without a link
 * @param bareBrokers brokers that had replicas and now answer without the extension
 * @param unheardBrokers brokers that have not answered yet
 */
public record Totals(
        Map<Condition, Integer> counts,
        int replicas,
        Optional<ReplicaRow> worst,
        int lostBrokers,
        int bareBrokers,
        int unheardBrokers) {

    /** How many are in that condition. */
    public int count(Condition condition) {
        return counts.getOrDefault(condition, 0);
    }

    /** Whether there are replicas, and every one of every broker is known to be in parity. */
    public boolean isGood() {
        return replicas > 0 && worst.isEmpty() && lostBrokers == 0 && unheardBrokers == 0;
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
        return new Totals(
                Collections.unmodifiableMap(counts),
                replicas.size(),
                Optional.ofNullable(worst),
                count(brokers, broker -> broker.link().state() == State.LOST),
                count(
                        brokers,
                        broker -> broker.lacksExtension() && !broker.replicas().isEmpty()),
                count(brokers, broker -> broker.link().state() == State.CONNECTING));
    }

    private static int count(List<BrokerModel> brokers, Predicate<BrokerModel> wanted) {
        return (int) brokers.stream().filter(wanted).count();
    }

    private static boolean isWorse(ReplicaRow row, ReplicaRow than) {
        int order = row.sight().condition().compareTo(than.sight().condition());
        return order > 0 || (order == 0 && lag(row) > lag(than));
    }

    private static long lag(ReplicaRow row) {
        return row.sight().reading().lagMillis();
    }
}
