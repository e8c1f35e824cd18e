// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Many idle queues: on the second broker either plain ones, or replicas of the original's, one connection between the
 * brokers being there before. Stateless.
 */
record ManyReplicas(int replicas, int seconds) implements Scenario {

    private static final double KB = 1e3;
    private static final double MINUTE = 60;

    @Override
    public String id() {
        return "S9";
    }

    @Override
    public String title() {
        return "many idle replicas between two brokers";
    }

    @Override
    public String scale() {
        return String.format(Locale.ROOT, "%,d replicas, idle for %d s", replicas, seconds);
    }

    /** What is measured is not a matter of compiled code. */
    @Override
    public int warmups(int usual) {
        return Math.min(1, usual);
    }

    @Override
    public List<Setup> setups() {
        return List.of(Setup.LOADED, Setup.REPLICA);
    }

    @Override
    public Measurement measure(Pair pair, Instruments instruments) throws Exception {
        List<String> queues = IntStream.range(0, replicas)
                .mapToObj(number -> "idle." + number)
                .toList();
        createMissing(pair.atOriginal(), queues);
        Footprint original = Footprint.of(pair.original(), pair.atOriginal());
        Footprint second = Footprint.of(pair.second(), pair.atSecond());
        Measurement measurement = new Measurement();
        Idlers idlers = (Idlers) pair;
        idlers.join(queues, measurement);
        measurement
                .with(Metric.THREADS_ORIGINAL, (double) original.threadsSince())
                .with(Metric.THREADS_SECOND, (double) second.threadsSince())
                .with(Metric.HEAP_ORIGINAL_EACH, original.heapSince() / KB / replicas)
                .with(Metric.HEAP_SECOND_EACH, second.heapSince() / KB / replicas);
        idle(pair, instruments, measurement);
        measurement.with(
                Metric.CONNECTIONS, (double) Sockets.at(pair.original().port()).count());
        idlers.leave(queues);
        return measurement;
    }

    private static void createMissing(Looks broker, List<String> queues) throws Exception {
        for (String queue : queues) {
            if (!broker.has(queue)) {
                broker.createQueue(queue);
            }
        }
    }

    /** Nobody asks the brokers anything meanwhile. */
    private void idle(Pair pair, Instruments instruments, Measurement measurement) throws Exception {
        CpuClock clock = instruments.clock();
        double original = clock.seconds(pair.original().pid());
        double second = clock.seconds(pair.second().pid());
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        measurement
                .with(Metric.IDLE_ORIGINAL, (clock.seconds(pair.original().pid()) - original) * MINUTE / seconds)
                .with(Metric.IDLE_SECOND, (clock.seconds(pair.second().pid()) - second) * MINUTE / seconds);
    }
}
