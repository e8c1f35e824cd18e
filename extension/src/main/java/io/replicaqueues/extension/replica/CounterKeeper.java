// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Stores the counters of this broker's replicas now and then, so that a crash sets them back by little. Each write waits
 * for the journal, so there is a limit to how many there are; those come first whose last was the longest ago. Safe on any
 * thread.
 */
final class CounterKeeper {

    private static final int ROUND_SECONDS = 10;
    private static final int WRITES_PER_ROUND = 100;

    private final Supplier<Collection<ReplicaQueue>> replicas;
    private final ScheduledFuture<?> rounds;

    private CounterKeeper(ActiveMQServer server, Supplier<Collection<ReplicaQueue>> replicas) {
        this.replicas = replicas;
        this.rounds = server.getScheduledPool()
                .scheduleWithFixedDelay(this::round, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
    }

    static CounterKeeper start(ActiveMQServer server, Supplier<Collection<ReplicaQueue>> replicas) {
        return new CounterKeeper(server, replicas);
    }

    void stop() {
        rounds.cancel(false);
    }

    private void round() {
        replicas.get().stream()
                .filter(ReplicaQueue::hasCountersToStore)
                .sorted(Comparator.comparing(ReplicaQueue::storedAt))
                .limit(WRITES_PER_ROUND)
                .forEach(ReplicaQueue::storeCounters);
    }
}
