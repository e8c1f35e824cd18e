// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.ArrayList;
import java.util.List;

/** All that can be asked, in the order in which it is: what needs the same brokers stands together. Stateless. */
final class Scenarios {

    private static final List<Setup> REPLICATION = List.of(Setup.NONE, Setup.REPLICA, Setup.MIRROR);
    private static final List<Setup> PRESENCE = List.of(Setup.NONE, Setup.LOADED);
    private static final List<Setup> COPYING =
            List.of(Setup.LIMIT, Setup.TRANSFER, Setup.BRIDGE, Setup.AMQP_BRIDGE, Setup.REPLICA);
    private static final List<Setup> LINKS = List.of(Setup.RELAYED, Setup.FAR, Setup.FAR_128, Setup.FAR_512);

    /** Larger messages at a higher rate would fill the links, and the lag would be that of a queue that only grows. */
    private static final int STEADY_BYTES = 100_000_000;

    private final ComparisonSettings settings;
    private final List<Scenario> all = new ArrayList<>();

    private Scenarios(ComparisonSettings settings) {
        this.settings = settings;
    }

    static List<Scenario> of(ComparisonSettings settings) {
        Scenarios scenarios = new Scenarios(settings);
        settings.sizes().forEach(scenarios::replication);
        settings.sizes().forEach(scenarios::copying);
        settings.sizes().forEach(scenarios::presence);
        scenarios.all.add(new ManyReplicas(settings.replicas(), settings.seconds()));
        settings.sizes().forEach(scenarios::distance);
        return scenarios.all;
    }

    private void replication(int size) {
        Load two = Load.asynchronous(2, settings.messagesOf(size), size);
        Load four = four(size);
        Load sixteen = Load.blocking(16, settings.messagesOf(size), size);
        all.add(new Sending("S1", "4 asynchronous producers, until equal", REPLICATION, four));
        all.add(new Sending("S2", "16 blocking producers", REPLICATION, sixteen));
        all.add(new Outage(four.withConsumers(2)));
        all.add(new FullSpeed(two.withConsumers(2)));
        steady(1_000, size);
        steady(5_000, size);
        all.add(new Reconnection(four));
    }

    private void steady(int rate, int size) {
        int seconds = Math.min(settings.seconds(), settings.mostOf(size) / rate);
        if (seconds > 0 && (long) rate * size <= STEADY_BYTES) {
            all.add(new Steady(rate, seconds, size));
        }
    }

    private void copying(int size) {
        all.add(new CatchUp("S4", "catch-up of existing messages", COPYING, four(size)));
    }

    private void presence(int size) {
        all.add(new Sending("S8", "4 asynchronous producers, nothing followed", PRESENCE, four(size)));
    }

    private void distance(int size) {
        Load four = four(size);
        all.add(new Sending("S10", "4 asynchronous producers, until equal over a slow link", LINKS, four));
        all.add(new CatchUp("S10", "catch-up of existing messages over a slow link", LINKS, four));
    }

    private Load four(int size) {
        return Load.asynchronous(4, settings.messagesOf(size), size);
    }
}
