// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

/** What is measured. */
enum Metric {
    PRODUCERS("producers, until all is confirmed", "msg/s", 0, Against.SHARE),
    END_TO_END("until the second broker is equal", "msg/s", 0, Against.SHARE),
    CONSUMERS("sent and consumed", "msg/s", 0, Against.SHARE),
    BACKLOG("largest backlog", "changes", 0, Against.NOTHING),
    CATCHING_UP("from the end of the load to equality", "s", 2, Against.NOTHING),
    CATCH_UP("until the second broker has all", "msg/s", 0, Against.SHARE),
    RECONNECTION("from the start of the replica to parity", "s", 2, Against.NOTHING),
    BYTES_RECEIVED("to the replica on the wire", "kB", 1, Against.NOTHING),
    BYTES_SENT("from the replica on the wire", "kB", 1, Against.NOTHING),
    ALLOCATED_ORIGINAL("allocated by the original broker", "MB", 0, Against.NOTHING),
    ALLOCATED_SECOND("allocated by the second broker", "MB", 0, Against.NOTHING),
    LAG_MEDIAN("lag, median", "ms", 2, Against.DIFFERENCE),
    LAG_P99("lag, 99 of 100", "ms", 2, Against.DIFFERENCE),
    LAG_MAX("lag, largest", "ms", 1, Against.DIFFERENCE),
    DISK("the original's data at the end of the outage", "MB", 1, Against.DIFFERENCE),
    HEAP("growth of the original's heap in the outage, collected", "MB", 1, Against.DIFFERENCE),
    RETURN_TO_EQUAL("from the second broker's port open to equality", "s", 2, Against.NOTHING),
    START_TO_EQUAL("from the second broker's start to equality", "s", 2, Against.NOTHING),
    CREATION("from the first creation to all live and in parity", "s", 1, Against.NOTHING),
    ALL_LIVE("from the start of all that were stopped to all live and in parity", "s", 2, Against.NOTHING),
    HEAP_ORIGINAL_EACH("growth of the original's heap for each queue, collected", "kB", 1, Against.DIFFERENCE),
    HEAP_SECOND_EACH("growth of the second broker's heap for each queue, collected", "kB", 1, Against.DIFFERENCE),
    THREADS_ORIGINAL("more threads in the original broker", "all queues together", 0, Against.DIFFERENCE),
    THREADS_SECOND("more threads in the second broker", "all queues together", 0, Against.DIFFERENCE),
    CONNECTIONS("connections between the brokers", "all queues together", 0, Against.NOTHING),
    IDLE_ORIGINAL("CPU of the idle original broker", "s/min", 2, Against.DIFFERENCE),
    IDLE_SECOND("CPU of the idle second broker", "s/min", 2, Against.DIFFERENCE),
    CPU_ORIGINAL("CPU of the original broker", "s/100k", 2, Against.DIFFERENCE),
    CPU_SECOND("CPU of the second broker", "s/100k", 2, Against.DIFFERENCE),
    CPU_BOTH("CPU of both brokers", "s/100k", 2, Against.DIFFERENCE);

    /** How it is set against the run without replication. */
    enum Against {
        SHARE,
        DIFFERENCE,
        NOTHING
    }

    private final String label;
    private final String unit;
    private final int decimals;
    private final Against against;

    Metric(String label, String unit, int decimals, Against against) {
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
        this.against = against;
    }

    String label() {
        return label + ", " + unit;
    }

    int decimals() {
        return decimals;
    }

    Against against() {
        return against;
    }
}
