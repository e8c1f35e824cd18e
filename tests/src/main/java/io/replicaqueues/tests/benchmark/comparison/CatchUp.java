// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.List;

/** Messages that are there already are brought to the second broker, which has none of them: S4 and S10. Stateless. */
record CatchUp(String id, String title, List<Setup> setups, Load load) implements Scenario {

    @Override
    public String scale() {
        return load.scale();
    }

    @Override
    public Measurement measure(Pair pair, Instruments instruments) throws Exception {
        int messages = load.messages();
        Copying copying = (Copying) pair;
        copying.hold();
        if (copying.takesFromOriginal()) {
            instruments.client().run(load.to(pair.original().port()));
            Pair.until("all is there", () -> pair.atOriginal().depth(LoadClient.QUEUE) == messages);
        }
        CpuWatch cpu = new CpuWatch(instruments.clock(), pair);
        long began = System.nanoTime();
        copying.copy(load);
        Pair.until("the second broker has it", () -> pair.isEqual(messages));
        double seconds = (System.nanoTime() - began) / 1e9;
        pair.awaitSettled();
        Measurement measurement = new Measurement().with(Metric.CATCH_UP, messages / seconds);
        cpu.into(measurement, messages);
        pair.check(messages);
        return measurement;
    }
}
