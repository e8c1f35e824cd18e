// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Messages are sent and consumed at the same time, as fast as it goes. Stateless. */
record FullSpeed(Load load) implements Scenario {

    private static final long BETWEEN_LOOKS_MILLIS = 500;

    @Override
    public String id() {
        return "S3";
    }

    @Override
    public String title() {
        return load.producers() + " asynchronous producers and " + load.consumers() + " consumers at full speed";
    }

    @Override
    public Measurement measure(Pair pair, Instruments instruments) throws Exception {
        LoadProcess client = instruments.client();
        client.prepare(load.to(pair.original().port()));
        CpuWatch cpu = new CpuWatch(instruments.clock(), pair);
        client.begin();
        CompletableFuture<LoadTimes> end = CompletableFuture.supplyAsync(() -> end(client));
        long backlog = largestBacklogUntil(end, pair);
        LoadTimes times = end.join();
        long ended = System.nanoTime();
        pair.awaitEqual(0);
        pair.awaitSettled();
        Measurement measurement = new Measurement()
                .with(Metric.CONSUMERS, load.messages() / times.consumedSeconds())
                .with(Metric.BACKLOG, (double) backlog)
                .with(Metric.CATCHING_UP, (System.nanoTime() - ended) / 1e9);
        cpu.into(measurement, load.messages());
        pair.check(0);
        return measurement;
    }

    private static long largestBacklogUntil(CompletableFuture<LoadTimes> end, Pair pair) throws Exception {
        long largest = 0;
        while (!end.isDone()) {
            try {
                end.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                largest = Math.max(largest, pair.backlog());
            }
        }
        return largest;
    }

    private static LoadTimes end(LoadProcess client) {
        try {
            return client.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
