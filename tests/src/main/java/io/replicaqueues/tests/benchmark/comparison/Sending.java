// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.List;

/** Messages are sent and stay, until the second broker has them all: S1, S2 and S8. Stateless. */
record Sending(String id, String title, List<Setup> setups, Load load) implements Scenario {

    @Override
    public String scale() {
        return load.scale();
    }

    @Override
    public Measurement measure(Pair pair, Instruments instruments) throws Exception {
        LoadProcess client = instruments.client();
        int messages = load.messages();
        client.prepare(load.to(pair.original().port()));
        CpuWatch cpu = new CpuWatch(instruments.clock(), pair);
        long began = System.nanoTime();
        client.begin();
        double sent = client.end().sentSeconds();
        pair.awaitEqual(messages);
        double equal = (System.nanoTime() - began) / 1e9;
        pair.awaitSettled();
        Measurement measurement =
                new Measurement().with(Metric.PRODUCERS, messages / sent).with(Metric.END_TO_END, messages / equal);
        cpu.into(measurement, messages);
        pair.check(messages);
        return measurement;
    }
}
