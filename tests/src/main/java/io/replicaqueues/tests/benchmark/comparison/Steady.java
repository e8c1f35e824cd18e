// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

/** Messages at a steady rate, and how soon a browser of the second broker sees them. Stateless. */
record Steady(int rate, int seconds, int size) implements Scenario {

    @Override
    public String id() {
        return "S7";
    }

    @Override
    public String title() {
        return String.format("%,d messages a second, until a browser sees them", rate);
    }

    @Override
    public String scale() {
        return Load.scale(messages(), size);
    }

    private int messages() {
        return rate * seconds;
    }

    @Override
    public Measurement measure(Pair pair, Instruments instruments) throws Exception {
        LoadProcess client = instruments.client();
        int messages = messages();
        int watched = pair.replicates() ? pair.second().port() : pair.original().port();
        client.prepare(new PacedLoad(pair.original().port(), watched, rate, messages, size));
        CpuWatch cpu = new CpuWatch(instruments.clock(), pair);
        client.begin();
        Lags lags = client.endOfPaced();
        pair.awaitEqual(messages);
        pair.awaitSettled();
        Measurement measurement = new Measurement()
                .with(Metric.LAG_MEDIAN, lags.median())
                .with(Metric.LAG_P99, lags.p99())
                .with(Metric.LAG_MAX, lags.max());
        cpu.into(measurement, messages);
        pair.check(messages);
        return measurement;
    }
}
