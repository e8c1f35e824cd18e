// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;
import java.util.List;
import java.util.Map;

/** An original queue and its replica. For one thread. */
class ReplicaPair extends Pair implements Copying, Idlers {

    private static final String LIVE = "LIVE";

    ReplicaPair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    void connect(LoadProcess client) throws Exception {
        atSecond().createReplica(address(), LoadClient.QUEUE);
        proveConnection(client);
    }

    /** Where the second broker finds the original. */
    String address() {
        return original().address();
    }

    /** Not the count alone: parity must be proved. */
    @Override
    boolean isEqual(long depth) throws Exception {
        Map<?, ?> status = atSecond().replica(LoadClient.QUEUE);
        return LIVE.equals(status.get("State"))
                && Boolean.TRUE.equals(status.get("InParity"))
                && Looks.number(status.get("ReplicaDepth")) == depth
                && Looks.number(status.get("OriginalDepth")) == depth;
    }

    @Override
    long backlog() throws Exception {
        List<?> replicas = atOriginal().replicasOf(LoadClient.QUEUE);
        if (replicas.size() != 1 || !LIVE.equals(((Map<?, ?>) replicas.get(0)).get("state"))) {
            return -1;
        }
        Map<?, ?> replica = (Map<?, ?>) replicas.get(0);
        return Looks.number(replica.get("changesPending")) + Looks.number(replica.get("changesUnconfirmed"));
    }

    @Override
    public void hold() throws Exception {
        atSecond().callReplica(LoadClient.QUEUE, "stop");
        until("nothing follows", () -> atOriginal().replicasOf(LoadClient.QUEUE).isEmpty());
    }

    @Override
    public void copy(Load load) throws Exception {
        atSecond().callReplica(LoadClient.QUEUE, "start");
    }

    @Override
    public void join(List<String> queues, Measurement measurement) throws Exception {
        int all = queues.size() + 1;
        long began = System.nanoTime();
        for (String queue : queues) {
            atSecond().createReplica(address(), queue);
        }
        until("all are in parity", () -> inParity() == all);
        measurement.with(Metric.CREATION, (System.nanoTime() - began) / 1e9);
        atSecond().callReplication("stopAll");
        until("none is in parity", () -> inParity() == 0);
        long started = System.nanoTime();
        atSecond().callReplication("startAll");
        until("all are in parity again", () -> inParity() == all);
        measurement.with(Metric.ALL_LIVE, (System.nanoTime() - started) / 1e9);
    }

    private long inParity() throws Exception {
        return atSecond().replicas().stream()
                .map(status -> (Map<?, ?>) status)
                .filter(status -> LIVE.equals(status.get("state")) && Boolean.TRUE.equals(status.get("inParity")))
                .count();
    }

    @Override
    public void leave(List<String> queues) throws Exception {
        for (String queue : queues) {
            atSecond().callReplica(queue, "disconnect");
            atSecond().deleteQueue(queue);
        }
    }
}
