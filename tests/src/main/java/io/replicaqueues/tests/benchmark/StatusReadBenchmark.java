// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark;

import io.replicaqueues.jolokia.JolokiaEndpoint;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.ReplicaStatus;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.JolokiaClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jolokia.json.JSONArray;

/** How long one read of all replicas' status takes over HTTP on loopback. For one thread. */
final class StatusReadBenchmark {

    private static final int WARM_UP = 100;
    private static final int READS = 300;

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
        String bean = ObjectNames.queueReplication(brokers.replica().name()).toString();
        int bytes = new JSONArray((List<?>) client.read(bean, "ReplicaStatuses"))
                .toJSONString()
                .length();
        long[] nanos = new long[READS];
        for (int read = -WARM_UP; read < READS; read++) {
            long began = System.nanoTime();
            List<?> statuses = (List<?>) client.read(bean, "ReplicaStatuses");
            long took = System.nanoTime() - began;
            if (statuses.size() != replicas) {
                throw new IllegalStateException("status of " + statuses.size() + " replicas instead of " + replicas);
            }
            if (read >= 0) {
                nanos[read] = took;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "status of %,d replicas in one HTTP read (%,d KB of JSON, read and parsed): median %.1f ms, 95 %% within %.1f"
                        + " ms%n",
                replicas, bytes / 1_000, nanos[READS / 2] / 1e6, nanos[READS * 95 / 100] / 1e6);
    }
}
