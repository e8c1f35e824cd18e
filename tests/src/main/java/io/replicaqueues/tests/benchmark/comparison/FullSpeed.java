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
    public String scale() {
        return load.scale();
    }

    @Override
    public Measurement measure(Pair pair, Instruments instruments) throws Exception {
        LoadProcess client = instruments.client();
        client.prepare(load.to(pair.original().port()));
        CpuWatch cpu = new CpuWatch(instruments.clock(), pair);
        client.begin();
        CompletableFuture<LoadTimes> end = CompletableFuture.supplyAsync(() -> end(client));
        Backlog backlog = backlogUntil(end, pair);
        LoadTimes times = end.join();
        long ended = System.nanoTime();
        pair.awaitEqual(0);
        Pair.until("nothing is on its way", () -> {
            long changes = pair.backlog();
            backlog.note(changes);
            return changes == 0;
        });
        Measurement measurement = new Measurement()
                .with(Metric.CONSUMERS, load.messages() / times.consumedSeconds())
                .with(Metric.BACKLOG, (double) backlog.largest())
                .with(Metric.CATCHING_UP, (System.nanoTime() - ended) / 1e9)
                .with(backlog);
        cpu.into(measurement, load.messages());
        pair.check(0);
        return measurement;
    }

    private static Backlog backlogUntil(CompletableFuture<LoadTimes> end, Pair pair) throws Exception {
        Backlog backlog = new Backlog();
        while (!end.isDone()) {
            try {
                end.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                backlog.note(pair.backlog());
            }
        }
        return backlog;
    }

    private static LoadTimes end(LoadProcess client) {
        try {
            return client.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
