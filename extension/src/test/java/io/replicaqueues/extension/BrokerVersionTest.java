// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.version.Version;
import org.apache.activemq.artemis.core.version.impl.VersionImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerVersionTest {

    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"2.39.0", "1.5.6", "3.0.0", "unknown"})
    void aBrokerThatIsNotSupportedIsToldInOneLineAndLeftAlone(String version) {
        assertEquals(
                List.of("Queue replication does not start: this is Apache Artemis " + version
                        + ", supported are 2.40 to 2.56"),
                linesAtStart(version));
        assertEquals(List.of("getVersion"), asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.40.0", "2.44.0", "2.56.0", "2.44.0.redhat-00001"})
    void aSupportedBrokerIsGoneIntoWithoutAWord(String version) {
        assertEquals(List.of(), linesAtStart(version));
        assertEquals(List.of("getVersion", "registerActivateCallback"), asked);
    }

    @Test
    void aBrokerNewerThanAnyThatWasTriedIsGoneIntoWithAWarning() {
        assertEquals(
                List.of("Queue replication was not tried in Apache Artemis 2.57.0, only in 2.40 to 2.56"),
                linesAtStart("2.57.0"));
        assertEquals(List.of("getVersion", "registerActivateCallback"), asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../README.md", "src/main/distribution/README.txt"})
    void theDocumentsNameTheSupportedVersions(String document) throws IOException {
        String text = Files.readString(Path.of(document));
        assertTrue(text.contains("Apache Artemis " + BrokerVersion.SUPPORTED), document);
    }

    private List<String> linesAtStart(String version) {
        ReplicaQueuesPlugin plugin = new ReplicaQueuesPlugin();
        try (RecordedLines lines = RecordedLines.of(ReplicaQueuesPlugin.class)) {
            plugin.init(Map.of("queue-replication", "yes"));
            plugin.registered(serverOf(version));
            return lines.all();
        }
    }

    private ActiveMQServer serverOf(String version) {
        // The numbers are those that every version of the broker tells.
        Version told = new VersionImpl(version, 1, 0, 0, 137, new int[] {137});
        return (ActiveMQServer) Proxy.newProxyInstance(
                ActiveMQServer.class.getClassLoader(),
                new Class<?>[] {ActiveMQServer.class},
                (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.getName().equals("getVersion") ? told : null;
                });
    }
}
