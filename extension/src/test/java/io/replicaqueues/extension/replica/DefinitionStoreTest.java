// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.RecordedLines;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.replica.DefinitionStore.Stored;
import io.replicaqueues.extension.replica.ReplicaDefinition.Counters;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.config.PersistedKeyValuePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionStoreTest {

    private static final String ACTIVATION = "5f3b7f6a-4f0b-4c57-9a53-000000000001";
    private static final String SECRET = "a very secret password";

    @TempDir
    Path data;

    private JournalBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new JournalBroker(data);
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void definitionsSurviveARestart() throws Exception {
        ReplicaDefinition orders = definition("orders", "amqp://node1:5672");
        ReplicaDefinition unusual = definition("Zürich, \"東京\"\n🐇", "amqp://node2:5672");
        store().save(orders);
        store().save(unusual);

        broker.restart();

        assertEquals(Set.of(orders, unusual), Set.copyOf(loaded()));
    }

    @Test
    void theLastSavedDefinitionOfAQueueCounts() throws Exception {
        ReplicaDefinition first = definition("orders", "amqp://node1:5672");
        ReplicaDefinition last = first.withFollowing(false, "", false)
                .withOriginal(new Identity("another node", 9), "another activation", "{\"name\":\"orders\"}")
                .withCounters(new Counters(10, 20, 30, 40, 50));
        store().save(first);
        store().save(last);

        broker.restart();

        assertEquals(List.of(last), loaded());
    }

    @Test
    void aDeletedDefinitionIsGoneAfterARestart() throws Exception {
        store().save(definition("orders", "amqp://node1:5672"));
        store().delete("orders");
        store().delete("never saved");

        broker.restart();

        assertTrue(loaded().isEmpty());
    }

    @Test
    void aDefinitionStaysDeletedWhenTheBrokerCrashesBeforeItsJournalHasForgottenIt() throws Exception {
        store().save(definition("orders", "amqp://node1:5672"));
        new DefinitionStore(withoutDeletions(broker.storage())).delete("orders");

        broker.restart();

        assertTrue(loaded().isEmpty());
    }

    /** The journal as a crash leaves it when it comes before what the broker writes without waiting. */
    private static StorageManager withoutDeletions(StorageManager storage) {
        return (StorageManager) Proxy.newProxyInstance(
                StorageManager.class.getClassLoader(),
                new Class<?>[] {StorageManager.class},
                (proxy, method, arguments) ->
                        method.getName().equals("deleteKeyValuePair") ? null : method.invoke(storage, arguments));
    }

    @Test
    void aDefinitionThatCannotBeReadHidesNoOther() throws Exception {
        ReplicaDefinition orders = definition("orders", "amqp://node1:5672");
        store().save(orders);
        broker.storage().storeKeyValuePair(new PersistedKeyValuePair("queue-replication", "broken", "no JSON"));
        broker.storage().storeKeyValuePair(new PersistedKeyValuePair("queue-replication", "empty", "{}"));

        Stored stored = store().load();

        assertEquals(List.of(orders), stored.definitions());
        assertEquals(Set.of("broken", "empty"), Set.copyOf(stored.unreadable()));
    }

    @Test
    void aDefinitionOfALaterFormatIsKeptAsItIsAndSaidInOneLine() throws Exception {
        String later = "{\"format\":2,\"originals\":[\"amqp://node1\"]}";
        broker.storage().storeKeyValuePair(new PersistedKeyValuePair("queue-replication", "orders", later));
        store().save(definition("invoices", "amqp://node1:5672"));

        try (RecordedLines lines = RecordedLines.of(DefinitionStore.class)) {
            assertEquals(List.of("orders"), store().load().unreadable());
            assertEquals(
                    List.of("The stored definition of replica queue orders cannot be read and is kept as it is: a newer"
                            + " version of the extension wrote it in format 2, this one reads up to 1: install the newer"
                            + " version again"),
                    lines.all());
        }
        broker.restart();
        assertEquals(
                later,
                broker.storage()
                        .getPersistedKeyValuePairs("queue-replication")
                        .get("orders")
                        .getValue());
    }

    /** As they were written: never to be edited, a later format has samples of its own. */
    @ParameterizedTest
    @CsvSource({
        "orders, definition-before-activations.json",
        "orders, definition-before-formats.json",
        "orders, definition-format-1.json",
        "invoices, definition-with-password-format-1.json"
    })
    void aDefinitionThatAnEarlierVersionStoredIsRead(String queue, String sample) throws Exception {
        String text = sample(sample);
        broker.storage().storeKeyValuePair(new PersistedKeyValuePair("queue-replication", queue, text));
        broker.restart();

        ReplicaDefinition read = loaded().get(0);

        String activation = sample.contains("before-activations") ? "" : ACTIVATION;
        ReplicaDefinition expected = expected(queue, read.original());
        assertEquals(expected.withOriginal(expected.identity(), activation, expected.settings()), read);
        OriginalAddress address = credentials().stored(read.original());
        assertEquals("node1:5672", address.endpointsText());
        assertEquals(read.original(), credentials().storable(address));
        assertEquals(queue.equals("invoices") ? Optional.of(SECRET) : Optional.empty(), address.password());
    }

    @Test
    void whatIsWrittenIsTheLatestSample() throws Exception {
        store().save(expected("orders", "amqp://node1:5672"));

        assertEquals(
                sample("definition-format-1.json"),
                broker.storage()
                        .getPersistedKeyValuePairs("queue-replication")
                        .get("orders")
                        .getValue());
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = DefinitionStoreTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the samples say. */
    private static ReplicaDefinition expected(String queue, String original) {
        return new ReplicaDefinition(
                queue,
                original,
                "original of " + queue,
                "sync",
                false,
                "the original queue was deleted",
                true,
                new Identity("0a1b2c3d-0000-11f0-8000-0242ac110002", 17),
                ACTIVATION,
                "{\"name\":\"" + queue + "\",\"routing-type\":\"ANYCAST\"}",
                new Counters(1_000, 900, 123_456_789_012L, 3, 1));
    }

    @Test
    void noPasswordIsInTheJournal() throws Exception {
        Credentials credentials = credentials();
        OriginalAddress address =
                credentials.typedIn("amqps://anna:a%20very%20secret%20password@node1?trustStorePassword="
                        + "another-secret" + "&trustStorePath=trust.p12");
        assertEquals(SECRET, address.password().orElseThrow());
        store().save(definition("orders", credentials.storable(address)));

        broker.restart();

        ReplicaDefinition loaded = loaded().get(0);
        assertFalse(loaded.original().contains("secret"), loaded::original);
        assertEquals(address, credentials().stored(loaded.original()));
        broker.close();
        String journal = textOfAllFiles();
        assertTrue(journal.contains("amqps://anna"), "what is stored can be found");
        assertFalse(journal.contains("secret"));
    }

    /** Without the zero bytes that the journal puts between the letters. */
    private String textOfAllFiles() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1).replace("\0", ""));
            }
        }
        return text.toString();
    }

    @Test
    void theConfiguredUserIsNotStored() {
        Credentials credentials = new Credentials(
                broker.server().getConfiguration(), new ReplicaSettings(true, "anna", SECRET, 32, 1_000));
        OriginalAddress typedIn = credentials.typedIn("node1");

        assertEquals("anna", credentials.complete(typedIn).user().orElseThrow());
        assertFalse(credentials.storable(typedIn).contains("anna"));
        assertEquals(
                SECRET,
                credentials.stored(credentials.storable(typedIn)).password().orElseThrow());
        assertEquals(
                "bert",
                credentials.complete(credentials.typedIn("bert:b@node1")).user().orElseThrow());
    }

    private List<ReplicaDefinition> loaded() {
        return store().load().definitions();
    }

    private DefinitionStore store() {
        return new DefinitionStore(broker.storage());
    }

    private Credentials credentials() {
        return new Credentials(broker.server().getConfiguration(), new ReplicaSettings(true, null, null, 32, 1_000));
    }

    private static ReplicaDefinition definition(String queue, String original) {
        return new ReplicaDefinition(
                queue,
                original,
                "original of " + queue,
                "async",
                true,
                "why \"it\" failed",
                true,
                new Identity("a node id", Long.MAX_VALUE),
                "an activation",
                "{\"name\":\"q\"}",
                new Counters(1, 2, Long.MAX_VALUE, 4, 5));
    }
}
