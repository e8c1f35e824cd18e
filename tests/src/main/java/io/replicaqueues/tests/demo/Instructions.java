// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import io.replicaqueues.mbeans.ObjectNames;
import java.net.URI;
import org.jolokia.json.JSONObject;

/** What the demo prints at its start: lines to paste into a shell. */
final class Instructions {

    private final DemoSettings settings;
    private final URI jolokia;

    Instructions(DemoSettings settings, URI jolokia) {
        this.settings = settings;
        this.jolokia = jolokia;
    }

    String text() {
        String broker = ObjectNames.queueReplication(DemoBrokers.REPLICA_BROKER).toString();
        String replica = ObjectNames.replica(DemoBrokers.REPLICA_BROKER, DemoBrokers.QUEUE)
                .toString();
        return """
                Queue "orders" of node1 (amqp://127.0.0.1:%d) is followed by its replica on node2 (amqp://127.0.0.1:%d).
                User %s, password %s, for JConsole, Jolokia and both brokers.

                Look at it with JConsole (tab MBeans, org.apache.activemq.artemis, node2, queue-replication):
                  jconsole %s

                Or over HTTP. All replicas of node2 in one read:
                  %s
                Stop the replica, start it again:
                  %s
                  %s
                Disconnect it, so that it becomes an ordinary queue:
                  %s
                """.formatted(
                        settings.node1Port(),
                        settings.node2Port(),
                        settings.user(),
                        settings.password(),
                        JmxServer.url(settings.jmxPort()),
                        curl("read", broker, "attribute", "ReplicaStatuses"),
                        curl("exec", replica, "operation", "stop"),
                        curl("exec", replica, "operation", "start"),
                        curl("exec", replica, "operation", "disconnect"));
    }

    private String curl(String type, String mbean, String what, String name) {
        JSONObject request = new JSONObject();
        request.put("type", type);
        request.put("mbean", mbean);
        request.put(what, name);
        return "curl -s -u " + quoted(settings.user() + ":" + settings.password()) + " " + jolokia + " -d "
                + quoted(request.toJSONString());
    }

    /** As one word of a shell, whatever is in it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
