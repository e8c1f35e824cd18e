// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.List;

/** A replica that has all messages follows again: nothing is to be sent, but that must be found out. Stateless. */
record Reconnection(Load load) implements Scenario {

    @Override
    public String id() {
        return "S6";
    }

    @Override
    public String title() {
        return "a replica with equal content follows again";
    }

    @Override
    public String scale() {
        return load.scale();
    }

    @Override
    public List<Setup> setups() {
        return List.of(Setup.REPLICA);
    }

    @Override
    public Measurement measure(Pair pair, Instruments instruments) throws Exception {
        int messages = load.messages();
        Copying copying = (Copying) pair;
        instruments.client().run(load.to(pair.original().port()));
        pair.awaitEqual(messages);
        pair.awaitSettled();
        copying.hold();
        Sockets sockets = Sockets.at(pair.original().port());
        AllocationWatch ofOriginal = new AllocationWatch(pair.original());
        AllocationWatch ofSecond = new AllocationWatch(pair.second());
        CpuWatch cpu = new CpuWatch(instruments.clock(), pair);
        long began = System.nanoTime();
        copying.copy(load);
        pair.awaitEqual(messages);
        double seconds = (System.nanoTime() - began) / 1e9;
        Sockets.Traffic traffic = Sockets.at(pair.original().port()).since(sockets);
        Measurement measurement = new Measurement()
                .with(Metric.RECONNECTION, seconds)
                .with(Metric.BYTES_RECEIVED, traffic.out() / 1e3)
                .with(Metric.BYTES_SENT, traffic.in() / 1e3);
        cpu.into(measurement, messages);
        measurement
                .with(Metric.ALLOCATED_ORIGINAL, ofOriginal.megabytes())
                .with(Metric.ALLOCATED_SECOND, ofSecond.megabytes());
        pair.check(messages);
        return measurement;
    }
}
