// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.connection.NewReplica;
import io.replicaqueues.console.model.CreationModel.AddressProblem;
import io.replicaqueues.console.model.PlannedReplica.Step;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form without a window; the thread that owns the models is one of the test's. */
class CreationModelTest {

    private final ExecutorService owner = Executors.newSingleThreadExecutor();
    private final ConsoleModel console = new ConsoleModel(owner, Duration.ofMillis(500));
    private final ScriptedBroker node1 = new ScriptedBroker();
    private final ScriptedBroker node2 = new ScriptedBroker();
    private CreationModel creation;

    @BeforeEach
    void open() {
        node1.queues = 2_500;
        node2.queues = 1;
        node2.replicas = List.of(ScriptedBroker.replica("stock", ReplicaState.LIVE, true, 0, 0));
        creation = onOwner(() -> {
            CreationModel made = new CreationModel(console);
            made.targetProperty().set(console.connect(BrokerProfile.of("node2", "node2:1099", "me"), node2));
            made.sourceProperty().set(console.connect(BrokerProfile.of("node1", "node1:1099", "me"), node1));
            return made;
        });
        await().until(() -> onOwner(() -> creation.originals().size() == 2_500
                && !creation.addresses().isEmpty()
                && creation.targetProperty().get().canAct()));
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
    void theAddressIsProposedFromTheAcceptorAndTheHostWhereTheBrokerIsManaged() {
        assertEquals(
                "amqp://node1:5672", onOwner(() -> creation.addressProperty().get()));
    }

    @Test
    void theNameIsTheOriginalsAndHasASuffixWhereThatIsTaken() {
        choose("queue-0", "queue-7");

        awaitStep("queue-7", Step.CREATE);
        assertEquals("queue-7", plan("queue-7").replicaQueue());
        assertEquals("queue-0.replica", plan("queue-0").replicaQueue());
        assertEquals(7, plan("queue-7").messages());
        assertTrue(onOwner(creation::isReady));
    }

    @ParameterizedTest
    @CsvSource({
        "queue-0, ADOPT",
        "stock, IS_REPLICA",
        "a::b, NAME_UNFIT",
        "'', NAME_UNFIT",
        "' a', NAME_UNFIT",
        "fresh, CREATE"
    })
    void whatWouldBeDoneDependsOnTheName(String name, Step step) {
        choose("queue-0");

        rename("queue-0", name);

        awaitStep("queue-0", step);
        assertEquals(step.isPossible(), onOwner(creation::isReady));
    }

    @Test
    void anotherQueuesNameIsTakenAndOneNameCannotBeGivenTwice() {
        choose("queue-1", "queue-2");
        rename("queue-1", "queue-0");
        awaitStep("queue-1", Step.NAME_TAKEN);

        rename("queue-1", "queue-2");
        awaitStep("queue-1", Step.TWICE);
        awaitStep("queue-2", Step.TWICE);
    }

    @Test
    void aQueueThatIsThereBecomesAnAsynchronousReplicaOnly() {
        choose("queue-0");
        rename("queue-0", "queue-0");
        onOwner(() -> {
            creation.synchronousProperty().set(true);
            return null;
        });

        awaitStep("queue-0", Step.ADOPT_IS_ASYNC);
    }

    @Test
    void aNameThatWasTypedStaysWhenMoreIsChosen() {
        choose("queue-1");
        rename("queue-1", "mine");
        choose("queue-1", "queue-2");

        assertEquals("mine", plan("queue-1").replicaQueue());
    }

    @Test
    void allThatIsPlannedIsDoneOneAfterTheOtherEachInItsWay() {
        choose("queue-0", "queue-1");
        rename("queue-0", "queue-0");
        awaitStep("queue-0", Step.ADOPT);
        List<String> outcomes = create();

        assertEquals(List.of("queue-0 true", "queue-1 true"), outcomes);
        assertEquals(List.of("replicate queue-0", "create queue-1"), List.copyOf(node2.done));
        assertEquals(2, onOwner(() -> console.actions().size()));
    }

    @Test
    void whatIsCreatedIsWhatWasPlannedWhateverIsChosenMeanwhile() {
        Login login = new Login("me", "secret");
        choose("queue-1", "queue-2");
        awaitStep("queue-2", Step.CREATE);
        node2.creation = new CompletableFuture<>();
        List<String> outcomes = new ArrayList<>();
        CompletableFuture<Void> over = onOwner(() -> creation.create(login, noteIn(outcomes)));
        await().until(() -> node2.wanted.size() == 1);

        rename("queue-2", "queue-0");
        onOwner(() -> {
            creation.addressProperty().set("amqp://elsewhere:5672");
            creation.synchronousProperty().set(true);
            return null;
        });
        node2.creation.complete(null);
        over.join();

        assertEquals(
                List.of(
                        new NewReplica("amqp://node1:5672", login, "queue-1", "queue-1", false),
                        new NewReplica("amqp://node1:5672", login, "queue-2", "queue-2", false)),
                List.copyOf(node2.wanted));
        assertEquals(List.of("queue-1 true", "queue-2 true"), outcomes);
    }

    @Test
    void aRefusalOfOneQueueLetsTheOthersBeDoneAndALostBrokerEndsIt() {
        choose("queue-1", "queue-2");
        node2.failure = new ConnectionFailure(Reason.REJECTED, "no");
        assertEquals(List.of("queue-1 false", "queue-2 false"), create());

        node2.failure = new ConnectionFailure(Reason.UNREACHABLE, "gone");
        assertEquals(List.of("queue-1 false"), create());
    }

    @Test
    void nothingIsReadyOnABrokerThatIsLostUntilItIsBack() {
        choose("queue-1");
        awaitStep("queue-1", Step.CREATE);
        node2.failure = new ConnectionFailure(Reason.UNREACHABLE, "gone");
        await().until(() -> !onOwner(creation::isReady));

        node2.failure = null;
        await().until(() -> onOwner(creation::isReady));
    }

    @ParameterizedTest
    @CsvSource({"'', MISSING", "'amqp://me:secret@node1', HAS_LOGIN", "tcp://node1:61616, NOT_AMQP"})
    void anAddressThatCannotBeRightIsToldToBeSo(String address, AddressProblem problem) {
        assertEquals(Optional.of(problem), problemOf(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"node1", "node1:5672,node1b:5672", "amqps://node1?trustAll=true", "(amqp://a,amqp://b)"})
    void addressesOfTheDocumentsAreRight(String address) {
        assertEquals(Optional.empty(), problemOf(address));
    }

    @ParameterizedTest
    @CsvSource({"localhost, true", "amqp://127.0.0.1:5672, true", "'node1,[::1]:5672', true", "mylocalhost:1, false"})
    void anAddressOfWhoeverUsesItIsNoticed(String address, boolean isLoopback) {
        problemOf(address);
        assertEquals(isLoopback, onOwner(creation::isAddressLoopback));
    }

    @Test
    void theProbeIsWrittenDownAndChangesNothing() {
        onOwner(() -> creation.probe(Login.NONE)).join();

        assertEquals(List.of("probe amqp://node1:5672"), List.copyOf(node2.done));
        await().until(() -> onOwner(() -> console.actions().size()) == 1);
        assertEquals(ActionKind.TEST, onOwner(() -> console.actions().get(0).action()));
        assertFalse(onOwner(creation::isReady));
    }

    private Optional<AddressProblem> problemOf(String address) {
        return onOwner(() -> {
            creation.addressProperty().set(address);
            return creation.addressProblem();
        });
    }

    private List<String> create() {
        List<String> outcomes = new ArrayList<>();
        onOwner(() -> creation.create(Login.NONE, noteIn(outcomes))).join();
        return outcomes;
    }

    private static BiConsumer<String, ActionRecord> noteIn(List<String> outcomes) {
        return (original, record) -> outcomes.add(original + " " + record.isDone());
    }

    private void choose(String... queues) {
        onOwner(() -> {
            creation.choose(List.of(queues));
            return null;
        });
    }

    private void rename(String queue, String name) {
        // Until the names of the target are known the name may still be proposed anew.
        await().until(() -> plan(queue).step() != Step.TRY);
        onOwner(() -> {
            plan(queue).replicaQueueProperty().set(name);
            return null;
        });
    }

    private PlannedReplica plan(String queue) {
        return creation.planned().stream()
                .filter(each -> each.originalQueue().equals(queue))
                .findFirst()
                .orElseThrow();
    }

    private void awaitStep(String queue, Step step) {
        await().until(() -> onOwner(() -> plan(queue).step()), step::equals);
    }

    private <T> T onOwner(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, owner).join();
    }
}
