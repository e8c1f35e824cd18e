// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.console.connection.BrokerProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownBrokersTest {

    private static final BrokerProfile NODE1 = BrokerProfile.of("node1", "node1:1099", "ada");
    private static final BrokerProfile NODE2 = BrokerProfile.of("node2", "node2:1099", "ada");
    private static final BrokerProfile NODE3 = BrokerProfile.of("node3", "node3:1099", "ada");

    @TempDir
    private Path folder;

    @Test
    void whatTwoConsolesChangeIsKeptOfBoth() throws Exception {
        known().put(List.of(NODE1));
        KnownBrokers one = known();
        KnownBrokers two = known();
        BrokerProfile changed = NODE2.withColour("#000000");

        one.put(List.of(NODE2));
        two.put(List.of(NODE3));
        one.remove(List.of(NODE1));
        two.put(List.of(changed));

        assertEquals(List.of(changed, NODE3), two.all());
        assertEquals(two.all(), known().all());
    }

    @Test
    void aBookThatCannotBeReadIsKeptAsideOnce() throws Exception {
        String unreadable = "[{\"id\": 1}]";
        Files.writeString(file(), unreadable);
        KnownBrokers known = new KnownBrokers(BrokerBook.in(folder));
        assertThrows(IOException.class, known::read);
        assertEquals(List.of(), aside());

        known.put(List.of(NODE1));
        known.put(List.of(NODE2));

        assertEquals(List.of(NODE1, NODE2), known().all());
        assertEquals(1, aside().size());
        assertEquals(unreadable, Files.readString(aside().get(0)));
    }

    @Test
    void aBookThatIsSpoiltMeanwhileLosesNothingThatWasKnown() throws Exception {
        known().put(List.of(NODE1));
        KnownBrokers known = known();
        Files.writeString(file(), "");

        known.put(List.of(NODE2));

        assertEquals(List.of(NODE1, NODE2), known().all());
        assertEquals(1, aside().size());
    }

    @Test
    void whatCannotBeWrittenIsKnownUntilTheConsoleCloses() throws Exception {
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        KnownBrokers known = new KnownBrokers(BrokerBook.in(noFolder));

        assertThrows(IOException.class, () -> known.put(List.of(NODE1)));

        assertEquals(List.of(NODE1), known.all());
    }

    private KnownBrokers known() throws IOException {
        KnownBrokers known = new KnownBrokers(BrokerBook.in(folder));
        known.read();
        return known;
    }

    private Path file() {
        return folder.resolve("brokers.json");
    }

    private List<Path> aside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("brokers.json.bad-"))
                    .toList();
        }
    }
}
