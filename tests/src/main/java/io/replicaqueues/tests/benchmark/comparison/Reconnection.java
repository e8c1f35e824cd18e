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
        long bytes = copying.bytesReceived();
        CpuWatch cpu = new CpuWatch(instruments.clock(), pair);
        long began = System.nanoTime();
        copying.copy(messages);
        pair.awaitEqual(messages);
        double seconds = (System.nanoTime() - began) / 1e9;
        Measurement measurement = new Measurement()
                .with(Metric.RECONNECTION, seconds)
                .with(Metric.BYTES, (copying.bytesReceived() - bytes) / 1e3);
        cpu.into(measurement, messages);
        pair.check(messages);
        return measurement;
    }
}
