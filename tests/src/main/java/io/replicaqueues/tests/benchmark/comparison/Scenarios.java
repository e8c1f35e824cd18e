// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.List;

/** All that can be asked, in the order in which it is. Stateless. */
final class Scenarios {

    private static final List<Setup> REPLICATION = List.of(Setup.NONE, Setup.REPLICA, Setup.MIRROR);
    private static final List<Setup> PRESENCE = List.of(Setup.NONE, Setup.LOADED);

    private Scenarios() {}

    static List<Scenario> of(ComparisonSettings settings) {
        int messages = settings.messages();
        int size = settings.size();
        Load two = Load.asynchronous(2, messages, size);
        Load four = Load.asynchronous(4, messages, size);
        Load sixteen = Load.blocking(16, messages, size);
        return List.of(
                new Sending("S1", "4 asynchronous producers, until equal", REPLICATION, four),
                new Sending("S2", "16 blocking producers", REPLICATION, sixteen),
                new Outage(four.withConsumers(2)),
                new FullSpeed(two.withConsumers(2)),
                new Steady(1_000, settings.seconds(), size),
                new Steady(5_000, settings.seconds(), size),
                new Reconnection(four),
                new CatchUp(four),
                new Sending("S8", "4 asynchronous producers, nothing followed", PRESENCE, four));
    }
}
