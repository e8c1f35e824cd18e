// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static java.util.stream.Collectors.toMap;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jolokia.jvmagent.JolokiaServer;
import org.jolokia.jvmagent.JolokiaServerConfig;

/**
 * The brokers {@code node1}, {@code node2} and {@code node3} of {@code docs/operations.md} in this JVM, and the shell in
 * which its commands reach them. For one thread.
 */
final class OperatedBrokers implements AutoCloseable {

    private static final List<String> NODES = List.of("1", "2", "3");

    private final Path folder;
    private final Document operations = Document.read("docs/operations.md");
    private final Map<String, EmbeddedBroker> brokers = new TreeMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final JolokiaServer http;

    /** @param folder an existing one, for the brokers' data */
    OperatedBrokers(Path folder) throws IOException {
        this.folder = folder;
        // The broker's own operations are called too: no policy, and all MBeans of this JVM.
        http = new JolokiaServer(new JolokiaServerConfig(Map.of(
                "host", "127.0.0.1",
                "port", "0",
                "user", Broker.USER,
                "password", Broker.PASSWORD,
                "discoveryEnabled", "false")));
        http.start(false);
    }

    /** Starts a node, with the data it has had before. */
    EmbeddedBroker start(String node) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.named("node" + node, folder.resolve("node" + node))
                .queueReplication("yes")
                .start();
        brokers.put(node, broker);
        return broker;
    }

    /** The address that is given for a node, its own unless set. */
    void address(String node, String address) {
        addresses.put(node, address);
    }

    /** The commands of a section. */
    DocumentedCommands section(String heading) {
        return commands(heading, "1", "2");
    }

    /** The commands of a section, what it says of node 1 being done on node 2 and the other way round. */
    DocumentedCommands sectionWithRolesExchanged(String heading) {
        return commands(heading, "2", "1");
    }

    private DocumentedCommands commands(String heading, String first, String second) {
        List<Document.Block> blocks = operations.section(heading).blocks();
        String settings = operations.blocks().get(0).text();
        boolean more = !blocks.get(0).text().contains("ask ");
        Map<String, String> ours = new HashMap<>(Map.of(
                "ORIGIN",
                "http://127.0.0.1",
                "LOGIN",
                Broker.USER + ":" + Broker.PASSWORD,
                "ADDRESS1",
                addressOf(first),
                "ADDRESS2",
                addressOf(second),
                "NODE1",
                nameOf(first),
                "NODE2",
                nameOf(second)));
        ours.putAll(NODES.stream()
                .limit(more ? 3 : 2)
                .collect(toMap(
                        node -> "JOLOKIA" + node,
                        node -> "http://127.0.0.1:" + http.getAddress().getPort() + "/jolokia")));
        Shell shell = Shell.with(more ? settings + blocks.get(0).text() : settings, ours);
        return new DocumentedCommands(shell, more ? blocks.subList(1, blocks.size()) : blocks);
    }

    private String addressOf(String node) {
        return addresses.getOrDefault(node, brokers.get(node).address());
    }

    private static String nameOf(String node) {
        return "org.apache.activemq.artemis:broker=\\\"node" + node + "\\\"";
    }

    @Override
    public void close() throws Exception {
        for (EmbeddedBroker broker : brokers.values()) {
            broker.close();
        }
        http.stop();
    }
}
