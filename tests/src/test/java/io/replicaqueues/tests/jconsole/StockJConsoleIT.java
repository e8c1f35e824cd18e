// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jconsole;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.http.StockAccess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A viewer looks at an instance of the distribution with JConsole, by the instance's own connector and roles. */
@Tag("jconsole")
class StockJConsoleIT {

    @TempDir
    private Path folder;

    @Test
    void aViewerSeesEverythingAndIsRefusedWhatChangesSomething() throws Exception {
        int port = FreePorts.next();
        BrokerProcess node2 = BrokerProcess.named("node2", folder).create();
        new StockAccess(node2.instance()).roles("unrelated").connector(port);
        node2.start();
        try (EmbeddedBroker node1 = EmbeddedBroker.named("node1", folder.resolve("node1"))
                .queueReplication("yes")
                .start()) {
            node1.createQueue("orders");
            node2.jolokia(StockAccess.ADMINISTRATOR, StockAccess.PASSWORD)
                    .exec(ObjectNames.queueReplication("node2").toString(), "createReplica", node1.address(), "orders");
            await().atMost(Screen.PATIENCE).until(() -> "LIVE".equals(state(node2)));

            JConsole console = JConsole.connect(
                    "service:jmx:rmi:///jndi/rmi://localhost:" + port + "/jmxrmi",
                    StockAccess.VIEWER,
                    StockAccess.PASSWORD,
                    JConsoleIT.IMAGES);
            String[] replica = {JConsoleIT.DOMAIN, "\"node2\"", "queue-replication", "\"orders\""};
            console.open(replica[0], replica[1], replica[2], replica[3], "Attributes");
            Map<String, String> values = console.attributes("State", "LIVE");
            assertEquals(node1.hostAndPort(), values.get("Original"));

            console.open(replica[0], replica[1], replica[2], replica[3], "Operations", "stop");
            console.described("stop");
            console.click("stop");
            console.confirm("Problem invoking stop", "jconsole-refused");
            assertEquals("LIVE", state(node2));

            console.open(JConsoleIT.DOMAIN, "\"node2\"", "Attributes");
            assertTrue(console.table(1, "Unavailable").stream()
                    .allMatch(row -> row.get(1).equals("Unavailable")));
        } finally {
            node2.close();
        }
    }

    private static Object state(BrokerProcess node2) throws Exception {
        return node2.jolokia(StockAccess.VIEWER, StockAccess.PASSWORD)
                .read(ObjectNames.replica("node2", "orders").toString(), "State");
    }
}
