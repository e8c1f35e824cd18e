// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import java.util.List;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;

/** A core bridge, made when messages are to be moved, and destroyed afterwards. For one thread. */
final class BridgePair extends MovingPair {

    /** The original broker's name of how to reach the second one. */
    static final String CONNECTOR = "second";

    private static final String BRIDGE = "move";

    BridgePair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    public void copy(Load load) throws Exception {
        JSONObject bridge = new JSONObject();
        bridge.put("name", BRIDGE);
        bridge.put("queue-name", LoadClient.QUEUE);
        bridge.put("forwarding-address", LoadClient.QUEUE);
        bridge.put("static-connectors", new JSONArray(List.of(CONNECTOR)));
        bridge.put("user", Broker.USER);
        bridge.put("password", Broker.PASSWORD);
        atOriginal().callBroker("createBridge(java.lang.String)", bridge.toJSONString());
    }

    @Override
    void clear() throws Exception {
        atOriginal().callBroker("destroyBridge(java.lang.String)", BRIDGE);
        super.clear();
    }
}
