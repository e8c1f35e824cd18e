// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark;

/** The program behind {@code mvn -Pbenchmark}. */
public final class Benchmark {

    private Benchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println("Replica Queues benchmark");
    }
}
