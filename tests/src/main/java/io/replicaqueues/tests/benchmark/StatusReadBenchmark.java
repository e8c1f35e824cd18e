// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark;

import io.replicaqueues.jolokia.JolokiaEndpoint;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.ReplicaStatus;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.JolokiaClient;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.jolokia.json.JSONArray;

/** How long one read of all replicas' status takes over HTTP on loopback. For one thread. */
final class StatusReadBenchmark {

    private static final int WARM_UP = 100;
    private static final int READS = 300;
    private static final String STATUSES = "ReplicaStatuses";
    private static final String ENDPOINT_THREADS = "jolokia-";
    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

    private final Path folder;

    StatusReadBenchmark(Path folder) {
        this.folder = folder;
    }

    /** Measures with so many replicas each time, in ascending order. */
    void run(int... replicas) throws Exception {
        try (BrokerPair brokers = BrokerPair.start(folder);
                JolokiaEndpoint endpoint = JolokiaEndpoint.start(0, Broker.USER, Broker.PASSWORD)) {
            JolokiaClient client = new JolokiaClient(endpoint.url(), Broker.USER, Broker.PASSWORD);
            int present = 0;
            for (int wanted : replicas) {
                for (; present < wanted; present++) {
                    create(brokers, "queue" + present);
                }
                awaitLive(brokers);
                measure(brokers, client, wanted);
            }
        }
    }

    private static void create(BrokerPair brokers, String queue) throws Exception {
        brokers.original().createQueue(queue);
        brokers.createReplica(queue);
    }

    private static void awaitLive(BrokerPair brokers) {
        while (!Arrays.stream(brokers.replication().getReplicaStatuses())
                .map(ReplicaStatus::getState)
                .allMatch(ReplicaState.LIVE::equals)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static void measure(BrokerPair brokers, JolokiaClient client, int replicas) throws Exception {
        ObjectName bean = ObjectNames.queueReplication(brokers.replica().name());
        Reading http = () -> ((List<?>) client.read(bean.toString(), STATUSES)).size();
        Reading jmx = () -> ((CompositeData[]) MBEANS.getAttribute(bean, STATUSES)).length;
        int bytes = new JSONArray((List<?>) client.read(bean.toString(), STATUSES))
                .toJSONString()
                .length();
        long[] nanos = read(http, replicas);
        System.out.printf(
                "status of %,d replicas in one HTTP read (%,d KB of JSON, read and parsed): median %.1f ms, 95 %% within %.1f"
                        + " ms, CPU of the endpoint %.1f ms%n",
                replicas, bytes / 1_000, median(nanos), nanos[READS * 95 / 100] / 1e6, cpuMillis(http, replicas));
        System.out.printf(
                "   the same without HTTP and JSON, by JMX in this process: median %.1f ms%n",
                median(read(jmx, replicas)));
    }

    /** One read, which gives how many composites came. */
    private interface Reading {
        int read() throws Exception;
    }

    /** How long each read takes, in ascending order. */
    private static long[] read(Reading reading, int replicas) throws Exception {
        long[] nanos = new long[READS];
        for (int read = -WARM_UP; read < READS; read++) {
            long began = System.nanoTime();
            int statuses = reading.read();
            long took = System.nanoTime() - began;
            if (statuses != replicas) {
                throw new IllegalStateException("status of " + statuses + " replicas instead of " + replicas);
            }
            if (read >= 0) {
                nanos[read] = took;
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static double median(long[] nanos) {
        return nanos[READS / 2] / 1e6;
    }

    /** What a read costs the endpoint's threads, whoever else uses the processors meanwhile. */
    private static double cpuMillis(Reading reading, int replicas) throws Exception {
        long before = endpointCpuNanos();
        read(reading, replicas);
        return (endpointCpuNanos() - before) / 1e6 / (WARM_UP + READS);
    }

    private static long endpointCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(ENDPOINT_THREADS))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
