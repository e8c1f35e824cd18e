// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Messages are sent and consumed while the second broker is down; then it comes back. Stateless. */
record Outage(Load load) implements Scenario {

    private static final double MB = 1e6;

    @Override
    public String id() {
        return "S5";
    }

    @Override
    public String title() {
        return "outage: as many sent as consumed while the second broker is down";
    }

    @Override
    public String scale() {
        return load.scale();
    }

    @Override
    public Measurement measure(Pair pair, Instruments instruments) throws Exception {
        LoadProcess client = instruments.client();
        pair.second().stop();
        long heap = pair.original().heapInUse();
        client.prepare(load.to(pair.original().port()));
        double cpu = instruments.clock().seconds(pair.original().pid());
        client.begin();
        LoadTimes times = client.end();
        Pair.until("all is consumed", () -> pair.atOriginal().depth(LoadClient.QUEUE) == 0);
        cpu = instruments.clock().seconds(pair.original().pid()) - cpu;
        Measurement measurement = new Measurement()
                .with(Metric.CONSUMERS, load.messages() / times.consumedSeconds())
                .with(Metric.DISK, pair.original().dataBytes() / MB)
                .with(Metric.HEAP, (pair.original().heapInUse() - heap) / MB)
                .with(Metric.CPU_ORIGINAL, cpu * CpuWatch.PER / load.messages());
        comeBack(pair, measurement);
        pair.check(0);
        return measurement;
    }

    private static void comeBack(Pair pair, Measurement measurement) {
        long began = System.nanoTime();
        CompletableFuture<Void> starting = CompletableFuture.runAsync(() -> start(pair));
        Pair.until(
                "the second broker's port is open", () -> isOpen(pair.second().port()));
        long open = System.nanoTime();
        pair.awaitSettled();
        long settled = System.nanoTime();
        starting.join();
        pair.awaitEqual(0);
        if (pair.replicates()) {
            measurement.with(Metric.RETURN_TO_EQUAL, (settled - open) / 1e9);
            measurement.with(Metric.START_TO_EQUAL, (settled - began) / 1e9);
        }
    }

    private static void start(Pair pair) {
        try {
            pair.second().start();
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
