// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;
import java.util.List;
import java.util.Map;

/** An original queue and its replica. For one thread. */
final class ReplicaPair extends Pair implements Copying {

    private static final String LIVE = "LIVE";

    ReplicaPair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    void connect(LoadProcess client) throws Exception {
        atSecond().createReplica(original().address(), LoadClient.QUEUE);
        proveConnection(client);
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
        atSecond().call(LoadClient.QUEUE, "stop");
        until("nothing follows", () -> atOriginal().replicasOf(LoadClient.QUEUE).isEmpty());
    }

    @Override
    public void copy(int messages) throws Exception {
        atSecond().call(LoadClient.QUEUE, "start");
    }

    @Override
    public long bytesReceived() throws Exception {
        return Looks.number(atSecond().replica(LoadClient.QUEUE).get("BytesReceived"));
    }
}
