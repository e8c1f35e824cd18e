// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.TrustChoice;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final Path HOME = Path.of("/home/me");

    @TempDir
    private Path folder;

    @Test
    void eachPlatformHasItsUsualPlace() {
        assertEquals(HOME.resolve(".config/replica-queues-console"), SettingsFolder.of("Linux", HOME, Map.of()));
        assertEquals(
                Path.of("/x/replica-queues-console"),
                SettingsFolder.of("Linux", HOME, Map.of("XDG_CONFIG_HOME", "/x")));
        assertEquals(
                HOME.resolve(".config/replica-queues-console"),
                SettingsFolder.of("Linux", HOME, Map.of("XDG_CONFIG_HOME", "relative")));
        assertEquals(
                HOME.resolve("Library/Application Support/replica-queues-console"),
                SettingsFolder.of("Mac OS X", HOME, Map.of()));
        assertEquals(
                Path.of("/roaming/replica-queues-console"),
                SettingsFolder.of("Windows 11", HOME, Map.of("APPDATA", "/roaming")));
    }

    @Test
    void preferencesAreKeptOverAStart() throws Exception {
        Preferences preferences = Preferences.in(folder.resolve("new"));
        preferences.setDark(true);
        preferences.setLocale(Locale.GERMAN);
        preferences.setInterval(Duration.ZERO);
        preferences.setText("screen.column", "a,b");
        preferences.save();

        Preferences again = Preferences.in(folder.resolve("new"));
        assertTrue(again.isDark());
        assertEquals(Locale.GERMAN, again.locale());
        assertEquals(Duration.ZERO, again.interval());
        assertEquals(Optional.of("a,b"), again.text("screen.column"));
    }

    @Test
    void nonsenseInTheFileCountsAsNotChosen() throws Exception {
        Files.writeString(folder.resolve("console.properties"), "theme=purple\ninterval.millis=99999999\n");

        Preferences preferences = Preferences.in(folder);

        assertFalse(preferences.isDark());
        assertEquals(Duration.ofSeconds(1), preferences.interval());
    }

    @Test
    void aFileOfPreferencesThatCannotBeReadCountsAsNotChosen() throws Exception {
        Path file = folder.resolve("console.properties");
        Files.writeString(file, "language=\\u12\n");
        assertEquals(Duration.ofSeconds(1), Preferences.in(folder).interval());

        Files.write(file, new byte[] {'a', '=', (byte) 0xff, (byte) 0xfe});
        assertEquals(Duration.ofSeconds(1), Preferences.in(folder).interval());

        Files.delete(file);
        Files.createDirectory(file);
        assertEquals(Duration.ofSeconds(1), Preferences.in(folder).interval());
    }

    @Test
    void brokersAreKeptWithoutTheirPasswords() throws Exception {
        BrokerProfile broker = new BrokerProfile(
                "1",
                "Nördlich",
                "https://node2:8161/console/jolokia",
                "me",
                "node2",
                "#123456",
                true,
                new TrustChoice(TrustChoice.Kind.STORE, "/trust.p12"),
                Optional.of(Path.of("/me.p12")));
        BrokerBook book = BrokerBook.in(folder);
        broker.with(new BrokerProfile.Secrets("secret-1", "secret-2", "secret-3"));

        book.write(List.of(broker));

        assertEquals(List.of(broker), BrokerBook.in(folder).read());
        assertFalse(Files.readString(folder.resolve("brokers.json")).contains("secret"));
        assertEquals(1, folder.toFile().list().length, "A temporary file was left behind");
    }

    @Test
    void aBookThatIsNoneIsSaidToBeNone() throws Exception {
        Files.writeString(folder.resolve("brokers.json"), "[{\"name\": \"half\"}]");

        String text = assertThrows(
                        IOException.class, () -> BrokerBook.in(folder).read())
                .getMessage();

        assertTrue(text.contains("brokers.json"), text);
    }

    @Test
    void whatWasDoneIsKeptTheNewestFirstAndForThisUserAlone() throws Exception {
        ActionBook book = new ActionBook(folder.resolve("new"));
        ActionBook.Entry first = entry("first", Optional.empty(), Instant.now());
        ActionBook.Entry second = entry("second\nline \"x\"", Optional.of(Reason.REFUSED), Instant.now());
        book.add(first);
        book.add(second);

        assertEquals(List.of(second, first), new ActionBook(folder.resolve("new")).read());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("new").resolve("actions.jsonl"))));
    }

    @Test
    void linesThatAreNoneAndOldOnesCountAsNotThere() throws Exception {
        ActionBook book = new ActionBook(folder);
        book.add(entry(
                "old", Optional.empty(), Instant.now().minus(ActionBook.KEPT).minusSeconds(60)));
        Files.writeString(folder.resolve("actions.jsonl"), "{\"time\": \"half\n{\n\n", StandardOpenOption.APPEND);
        ActionBook.Entry last = entry("last", Optional.empty(), Instant.now());
        book.add(last);

        assertEquals(List.of(last), book.read());
    }

    @Test
    void aBookThatHasGrownLargeIsWrittenAnewWithTheNewest() throws Exception {
        ActionBook book = new ActionBook(folder);
        String text = "x".repeat(100_000);
        for (int i = 0; i < 50; i++) {
            book.add(entry(i + text, Optional.empty(), Instant.now()));
        }

        assertTrue(Files.size(folder.resolve("actions.jsonl")) < ActionBook.LARGE + 200_000);
        assertTrue(book.read().size() >= 10);
        assertTrue(book.read().get(0).text().startsWith("49x"));
    }

    @Test
    void aLineThatWasTornCostsNoOther() throws Exception {
        Files.writeString(folder.resolve("actions.jsonl"), "{\"time\":\"20");
        ActionBook book = new ActionBook(folder);
        ActionBook.Entry entry = entry("after", Optional.empty(), Instant.now());

        book.add(entry);

        assertEquals(List.of(entry), book.read());
    }

    @Test
    void consolesThatWriteWhileABookIsWrittenAnewLoseNothing() throws Exception {
        int consoles = 8;
        ExecutorService threads = Executors.newFixedThreadPool(consoles);
        try {
            for (int round = 0; round < 20; round++) {
                Path own = folder.resolve("round-" + round);
                ActionBook large = new ActionBook(own);
                while (!Files.exists(own.resolve("actions.jsonl"))
                        || Files.size(own.resolve("actions.jsonl")) <= ActionBook.LARGE) {
                    large.add(entry("x".repeat(300_000), Optional.empty(), Instant.now()));
                }
                CyclicBarrier together = new CyclicBarrier(consoles);
                List<Future<ActionBook.Entry>> written = new ArrayList<>();
                for (int i = 0; i < consoles; i++) {
                    ActionBook.Entry entry = entry("of console " + i, Optional.empty(), Instant.now());
                    written.add(threads.submit(() -> {
                        together.await();
                        new ActionBook(own).add(entry);
                        return entry;
                    }));
                }
                for (Future<ActionBook.Entry> each : written) {
                    each.get();
                }
                List<ActionBook.Entry> read = large.read();
                for (Future<ActionBook.Entry> each : written) {
                    assertTrue(read.contains(each.get()), each.get().text());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static ActionBook.Entry entry(String text, Optional<Reason> failure, Instant time) {
        return new ActionBook.Entry(time, "node2", "orders", "STOP", text, Map.of("equal", 1L), failure);
    }
}
