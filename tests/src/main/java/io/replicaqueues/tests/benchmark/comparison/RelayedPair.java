// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;
import java.io.IOException;

/** An original queue and its replica, with a relay on the link. For one thread. */
final class RelayedPair extends ReplicaPair {

    private final RelayProcess relay;

    RelayedPair(BrokerProcess original, BrokerProcess second, RelayProcess relay) {
        super(original, second);
        this.relay = relay;
    }

    @Override
    String address() {
        return super.address().replace(original().hostAndPort(), "127.0.0.1:" + relay.port());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        super.close();
        relay.close();
    }
}
