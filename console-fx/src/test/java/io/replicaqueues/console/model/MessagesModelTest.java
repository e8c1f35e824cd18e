// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrowsedMessage;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.model.messages.Finding;
import io.replicaqueues.console.model.messages.MessageExport;
import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.console.model.messages.Messages;
import io.replicaqueues.console.model.messages.MessagesModel;
import io.replicaqueues.console.model.messages.PageRequest;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages of an original and its replica without a window. */
class MessagesModelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService owner = Executors.newSingleThreadExecutor();
    private final ConsoleModel console = new ConsoleModel(owner, Duration.ofMillis(500));
    private final ScriptedBroker node1 = new ScriptedBroker();
    private final ScriptedBroker node2 = new ScriptedBroker();
    private BrokerModel original;
    private BrokerModel replica;

    @BeforeEach
    void connect() {
        node2.nodeId = "another id";
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        original = connect("node1", node1);
        await().atMost(PATIENCE)
                .until(() -> onOwner(() -> original.readingProperty().get()) != null);
        replica = connect("node2", node2);
        await().atMost(PATIENCE).until(() -> onOwner(() -> replica.replica("orders")) != null);
    }

    @AfterEach
    void close() {
        onOwner(() -> {
            console.close();
            return null;
        });
        owner.shutdown();
    }

    @Test
    void whatIsOnItsWayIsLookedAtOnceMoreAndHasArrivedOrIsMissing() {
        node1.messages = messages("a", "b", "c");
        node2.messages = messages("a");
        MessagesModel model = read();
        assertEquals(List.of(Finding.SAME, Finding.ON_ITS_WAY, Finding.ON_ITS_WAY), findings(model));

        node2.messages = messages("a", "b");

        awaitFindings(model, Finding.SAME, Finding.SAME, Finding.MISSING);
    }

    @Test
    void whatASideMayHaveInDeliveryIsNotUnexpectedOnTheOther() {
        node1.delivering = 1;
        node2.messages = messages("a");

        assertEquals(List.of(Finding.UNCERTAIN), findings(read()));
    }

    @Test
    void norWhatAConsumerTakesWhileItIsLookedFor() {
        node1.takenBySearch = 1;
        node2.messages = messages("a");

        assertEquals(List.of(Finding.UNCERTAIN), findings(read()));
    }

    @Test
    void aPageShiftedByConsumersHasNothingMissing() {
        node1.messages = messages("c", "d");
        node2.messages = messages("a", "b", "c", "d");
        MessagesModel model = model();
        readPage(model, new PageRequest(1, 2, ""));

        assertEquals(
                List.of(Finding.ON_ITS_WAY, Finding.ON_ITS_WAY, Finding.OTHER_PAGE, Finding.OTHER_PAGE),
                findings(model));
    }

    @Test
    void withoutAStoppedReplicasMessageItIsMissingAtOnce() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.STOPPED, false, 0, 0));
        await().atMost(PATIENCE)
                .until(() -> onOwner(() -> replica.replica("orders").sight().condition()) == Condition.STOPPED);
        node1.messages = messages("a");

        assertEquals(List.of(Finding.MISSING), findings(read()));
    }

    @Test
    void withoutTheOriginalsBrokerTheReplicaIsShownAlone() {
        node2.messages = messages("a");
        onOwner(() -> {
            console.disconnect(original);
            return null;
        });

        MessagesModel model = read();

        assertEquals(List.of(Finding.ALONE), findings(model));
        assertTrue(onOwner(() -> model.sides().get(0).broker().isEmpty()));
    }

    @Test
    void aSideThatCannotBeReadLeavesTheOther() {
        node1.messages = messages("a");
        node2.messages = messages("a", "b");
        MessagesModel model = read();
        node1.failure = new ConnectionFailure(Reason.REFUSED, "not you");

        readPage(model, PageRequest.FIRST);

        assertEquals(List.of(Finding.ALONE, Finding.ALONE), findings(model));
        assertEquals(
                Reason.REFUSED,
                onOwner(() ->
                        model.sides().get(0).state().failure().orElseThrow().reason()));
    }

    @Test
    void whereNothingCanBeReadWhatWasReadStays() {
        node1.messages = messages("a");
        node2.messages = messages("a");
        MessagesModel model = read();
        node1.failure = new ConnectionFailure(Reason.UNREACHABLE, "gone");
        node2.failure = node1.failure;

        readPage(model, PageRequest.FIRST);

        assertEquals(List.of(Finding.SAME), findings(model));
        assertTrue(onOwner(() -> model.sides().stream()
                .allMatch(side ->
                        side.state().reading().isPresent() && !side.state().isRead())));
    }

    @Test
    void pagesEndWhereTheDeeperQueueDoesAndKeepTheirPlaceInAnotherSize() {
        node1.messages = IntStream.range(0, 95)
                .mapToObj(i -> Messages.text("" + i, "ID:" + i, ""))
                .toList();
        node2.messages = node1.messages;
        MessagesModel model = model();
        readPage(model, new PageRequest(9, 10, ""));

        assertEquals(OptionalInt.of(10), onOwner(model::lastPage));
        assertTrue(onOwner(model::hasNext));
        assertEquals(new PageRequest(5, 20, ""), new PageRequest(9, 10, "").withSize(20));
        assertEquals(1_000, new PageRequest(0, 5_000, "").size());
        readPage(model, new PageRequest(10, 10, ""));
        assertEquals(5, findings(model).size());
        assertFalse(onOwner(model::hasNext));
        readPage(model, new PageRequest(1, 10, "'ID:3'"));
        assertEquals(OptionalInt.empty(), onOwner(model::lastPage));
    }

    @Test
    void whatIsExportedIsSaidToBeOfTheRequestThatItsRowsAreOf() {
        node1.messages = messages("a", "b");
        node2.messages = messages("a", "b");
        MessagesModel model = read();
        readPage(model, PageRequest.FIRST.withSelector("'ID:a'"));
        Instant readAt = export(model).sources().get(0).readAt();
        node1.failure = new ConnectionFailure(Reason.REJECTED, "no selector");
        node2.failure = node1.failure;

        readPage(model, PageRequest.FIRST.withSelector("bad"));

        assertEquals(List.of(Finding.SAME), findings(model));
        assertEquals("'ID:a'", export(model).selector());
        assertEquals(readAt, export(model).sources().get(0).readAt());
    }

    private MessageExport export(MessagesModel model) {
        return onOwner(() -> MessageExport.of(model, model.pairs()));
    }

    private MessagesModel read() {
        MessagesModel model = model();
        readPage(model, PageRequest.FIRST);
        return model;
    }

    private MessagesModel model() {
        return onOwner(() -> new MessagesModel(console, replica.replica("orders")));
    }

    private void readPage(MessagesModel model, PageRequest request) {
        onOwner(() -> {
            model.read(request);
            return null;
        });
        await().atMost(PATIENCE)
                .until(() -> !onOwner(() -> model.readingProperty().get()));
    }

    private void awaitFindings(MessagesModel model, Finding... findings) {
        await().atMost(PATIENCE).until(() -> findings(model).equals(List.of(findings)));
    }

    private List<Finding> findings(MessagesModel model) {
        return onOwner(() -> model.pairs().stream().map(MessagePair::finding).toList());
    }

    private static List<BrowsedMessage> messages(String... names) {
        return List.of(names).stream()
                .map(name -> Messages.text("id of " + name, "ID:" + name, name))
                .toList();
    }

    private BrokerModel connect(String name, ScriptedBroker broker) {
        return onOwner(() -> console.connect(BrokerProfile.of(name, name + ":1099", "me"), broker));
    }

    private <T> T onOwner(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, owner).join();
    }
}
