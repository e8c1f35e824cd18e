// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The models without a window; the thread that owns them is one of the test's. */
class ConsoleModelTest {

    private final ExecutorService owner = Executors.newSingleThreadExecutor();
    private final ConsoleModel model = new ConsoleModel(owner, Duration.ofMillis(500));
    private final ScriptedBroker node2 = new ScriptedBroker();

    @AfterEach
    void close() {
        onOwner(() -> {
            model.close();
            return null;
        });
        owner.shutdown();
    }

    @Test
    void whatTheBrokerSaysIsShown() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 3, 0));
        connect();

        awaitCondition(Condition.IN_PARITY);
        assertEquals(8, onOwner(() -> row().sight().reading().replicaDepth()));
        assertEquals(1, onOwner(() -> model.brokers().totalsProperty().get().count(Condition.IN_PARITY)));
        assertTrue(onOwner(() -> model.brokers().totalsProperty().get().worst().isEmpty()));
    }

    @Test
    void behindIsLaggingAndFailedIsBroken() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 6_000, 0));
        connect();
        awaitCondition(Condition.LAGGING);

        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, false, 0, 0));
        awaitCondition(Condition.LAGGING);

        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.FAILED, true, 0, 0));
        awaitCondition(Condition.FAILED);
        assertEquals(
                "orders",
                onOwner(() -> model.brokers()
                        .totalsProperty()
                        .get()
                        .worst()
                        .orElseThrow()
                        .queue()));
    }

    @Test
    void aLostBrokerMakesItsReplicasUnknownUntilItIsBack() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        connect();
        awaitCondition(Condition.IN_PARITY);

        node2.failure = new ConnectionFailure(Reason.UNREACHABLE, "gone");
        awaitCondition(Condition.UNKNOWN);
        assertFalse(onOwner(() -> row().sight().isInParity()));
        assertEquals(1, onOwner(() -> model.brokers().totalsProperty().get().lostBrokers()));

        node2.failure = null;
        awaitCondition(Condition.IN_PARITY);
        assertEquals(
                List.of(Condition.IN_PARITY, Condition.UNKNOWN, Condition.IN_PARITY),
                onOwner(() -> row().changes().stream()
                        .map(ReplicaRow.StateChange::condition)
                        .toList()));
    }

    @Test
    void aBrokerThatAnswersWithoutTheExtensionMakesItsReplicasUnknownUntilItHasItAgain() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        BrokerModel broker = connect();
        awaitCondition(Condition.IN_PARITY);
        ReplicaRow orders = onOwner(this::row);
        assertTrue(onOwner(() -> totals().isGood()));

        node2.nodeId = "";
        awaitCondition(Condition.UNKNOWN);
        onOwner(() -> {
            broker.age(Duration.ofMinutes(1), Moment.now(Clock.systemUTC()));
            return null;
        });
        assertEquals(Freshness.UNKNOWN, onOwner(() -> orders.sight().freshness()));
        assertFalse(onOwner(() -> totals().isGood()));
        assertEquals(1, onOwner(() -> totals().bareBrokers()));
        for (ReplicaAction action : ReplicaAction.values()) {
            assertFalse(onOwner(() -> action.suits(orders)), action + " is offered");
        }

        node2.nodeId = "id";
        awaitCondition(Condition.IN_PARITY);
        assertTrue(onOwner(() -> row() == orders));
        assertTrue(onOwner(() -> totals().isGood()));
    }

    @Test
    void allIsNotGoodBeforeEveryBrokerWasHeardOf() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        connect();
        awaitCondition(Condition.IN_PARITY);

        onOwner(() -> {
            model.brokers().add(new BrokerModel(BrokerProfile.of("node3", "node3:1099", "me")));
            model.brokers().sumUp();
            return null;
        });

        assertFalse(onOwner(() -> totals().isGood()));
        assertEquals(1, onOwner(() -> totals().unheardBrokers()));
    }

    @Test
    void aBrokerWithManyReplicasThatHasFewAndNoneForAMomentHasThemAllBackAsThemselves() {
        BrokerModel broker = new BrokerModel(profile());
        List<ReplicaReading> many = IntStream.range(0, 150)
                .mapToObj(i -> ScriptedBroker.replica("queue-" + i, ReplicaState.LIVE, true, 0, 0))
                .toList();
        read(broker, many);
        List<ReplicaRow> rows = List.copyOf(broker.replicas());

        read(broker, many.subList(0, 10));
        read(broker, List.of());
        read(broker, many);

        for (ReplicaRow row : rows) {
            assertSame(row, broker.replica(row.queue()));
        }
    }

    @Test
    void whatIsNotReadForLongIsStale() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        connect();
        awaitCondition(Condition.IN_PARITY);

        onOwner(() -> {
            model.setInterval(Duration.ZERO);
            return null;
        });

        awaitCondition(Condition.STALE);
        assertFalse(onOwner(() -> row().sight().isInParity()));
    }

    @Test
    void aReplicaThatIsGoneLeavesAndTheRowsOfOthersStay() {
        node2.replicas = List.of(
                ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0),
                ScriptedBroker.replica("stock", ReplicaState.LIVE, true, 0, 0));
        connect();
        await().until(() -> onOwner(() -> model.brokers().replicas().size()) == 2);
        ReplicaRow stock = onOwner(() -> model.brokers().replicas().get(1));

        node2.replicas = List.of(ScriptedBroker.replica("stock", ReplicaState.LIVE, true, 0, 0));

        await().until(() -> onOwner(() -> model.brokers().replicas().size()) == 1);
        assertTrue(onOwner(() -> model.brokers().replicas().get(0) == stock));
    }

    @Test
    void aReplicaThatDisappearsDuringRefreshLeavesNoClaimAndKeepsItsData() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        connect();
        awaitCondition(Condition.IN_PARITY);
        ReplicaRow orders = onOwner(this::row);
        assertTrue(onOwner(() -> orders.sight().isInParity()));

        node2.replicas = List.of();

        await().until(() -> onOwner(() -> model.brokers().replicas().isEmpty()));
        assertFalse(onOwner(() -> orders.sight().isInParity()));
        assertEquals(Freshness.GONE, onOwner(() -> orders.sight().freshness()));
        assertEquals(Condition.GONE, onOwner(() -> orders.changes().get(0).condition()));
        assertEquals(8, onOwner(() -> orders.sight().reading().replicaDepth()));
        assertTrue(onOwner(() -> orders.history().all().size()) > 1);
        for (ReplicaAction action : ReplicaAction.values()) {
            assertFalse(onOwner(() -> action.suits(orders)), action + " is offered");
        }
    }

    @Test
    void aReplicaThatComesBackIsTheSameWithItsHistory() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        connect();
        awaitCondition(Condition.IN_PARITY);
        ReplicaRow orders = onOwner(this::row);

        node2.replicas = List.of();
        await().until(() -> onOwner(() -> model.brokers().replicas().isEmpty()));
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));

        awaitCondition(Condition.IN_PARITY);
        assertTrue(onOwner(() -> row() == orders));
        assertEquals(
                List.of(Condition.IN_PARITY, Condition.GONE, Condition.IN_PARITY),
                onOwner(() -> orders.changes().stream()
                        .map(ReplicaRow.StateChange::condition)
                        .toList()));
    }

    @Test
    void aBrokerThatWasLetGoOfLeavesNoClaim() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        BrokerModel broker = connect();
        awaitCondition(Condition.IN_PARITY);
        ReplicaRow orders = onOwner(this::row);

        onOwner(() -> {
            model.disconnect(broker);
            broker.read(node2.reading(), Moment.now(Clock.systemUTC()));
            return null;
        });

        assertEquals(Freshness.UNKNOWN, onOwner(() -> orders.sight().freshness()));
        assertFalse(onOwner(broker::canAct));
        assertEquals(Reason.CLOSED, onOwner(() -> broker.link().failure().reason()));
    }

    @Test
    void timeWithoutAReadingIsAGapInTheHistory() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        connect();
        awaitCondition(Condition.IN_PARITY);

        node2.failure = new ConnectionFailure(Reason.UNREACHABLE, "gone");
        awaitCondition(Condition.UNKNOWN);
        node2.failure = null;
        awaitCondition(Condition.IN_PARITY);

        assertEquals(
                1,
                onOwner(() -> row().history().all().stream()
                        .filter(sample -> sample.replicaDepth() < 0)
                        .count()));
    }

    @Test
    void theRateIsOfTheCountersAndUnknownWhenTheyFall() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 1_000));
        connect();
        awaitCondition(Condition.IN_PARITY);

        // Each rate is that of one reading: the next one tells another.
        List<Double> rates = new CopyOnWriteArrayList<>();
        onOwner(() -> {
            row().sightProperty().addListener((any, before, now) -> rates.add(now.rate()));
            return null;
        });

        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 2_000));
        await().until(() -> rates.stream().anyMatch(rate -> rate > 1));

        rates.clear();
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 5));
        await().until(() -> rates.stream().anyMatch(rate -> rate.isNaN()));
    }

    @Test
    void aBrokerIsAskedTwiceASecondAtMostWhateverIsWanted() {
        node2.queues = 5_000;
        BrokerModel broker = connect();
        onOwner(() -> {
            broker.queues().want(true);
            return null;
        });

        await().atMost(Duration.ofSeconds(30))
                .until(() -> onOwner(() -> broker.queues().queues().size()) == 5_000);

        List<Long> requests = List.copyOf(node2.requests);
        for (int i = 1; i < requests.size(); i++) {
            long pause = requests.get(i) - requests.get(i - 1);
            assertTrue(pause >= Sampler.LEAST_PAUSE.toNanos(), pause + " ns between two requests");
        }
    }

    @Test
    void aWrongPasswordIsNotTriedAgainByItself() {
        node2.failure = new ConnectionFailure(Reason.WRONG_PASSWORD, "no");
        BrokerModel broker = connect();
        await().until(() -> onOwner(broker::link).state() == BrokerModel.Link.State.LOST);
        int tried = node2.requests.size();

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(30))
                .until(() -> node2.requests.size() == tried);

        node2.failure = null;
        onOwner(() -> {
            model.refresh(broker);
            return null;
        });
        await().until(() -> onOwner(broker::link).state() == BrokerModel.Link.State.CONNECTED);
    }

    @Test
    void anActionIsWrittenDownWithWhatCameOfIt() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        connect();
        awaitCondition(Condition.IN_PARITY);

        ActionRecord verified = act(ReplicaAction.VERIFY);
        node2.failure = new ConnectionFailure(Reason.REFUSED, "not you");
        ActionRecord refused = act(ReplicaAction.STOP);

        assertEquals("They are equal.", verified.report().text());
        assertEquals(
                Map.of("originalCount", 1L, "replicaCount", 1L, "missing", 0L, "unexpected", 0L, "equal", 1L),
                verified.report().figures());
        assertEquals(Reason.REFUSED, refused.failure().orElseThrow().reason());
        assertEquals(List.of(refused, verified), onOwner(() -> List.copyOf(model.actions())));
    }

    @Test
    void anActionUnderWayWhenTheConsoleClosesIsWrittenDownOnceAsNotKnown() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        connect();
        awaitCondition(Condition.IN_PARITY);
        node2.stopped = new CompletableFuture<>();
        CompletableFuture<ActionRecord> answer = onOwner(() -> model.act(ReplicaAction.STOP, row()));

        List<ActionRecord> written = onOwner(() -> {
            model.close();
            return List.copyOf(model.actions());
        });
        node2.stopped.complete(null);
        ActionRecord answered = answer.join();

        assertEquals(1, written.size());
        ActionRecord stop = written.get(0);
        assertEquals(ActionKind.STOP, stop.action());
        assertEquals("node2", stop.broker());
        assertEquals("orders", stop.queue());
        assertEquals(Reason.CLOSED, stop.failure().orElseThrow().reason());
        assertTrue(stop.failure().orElseThrow().getMessage().contains("not known"));
        assertEquals(stop, answered);
        assertEquals(written, onOwner(() -> List.copyOf(model.actions())));
    }

    @Test
    void aReadOnlyBrokerSuitsNoAction() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        onOwner(() -> model.connect(profile().withReadOnly(true), node2));
        awaitCondition(Condition.IN_PARITY);

        for (ReplicaAction action : ReplicaAction.values()) {
            assertFalse(onOwner(() -> action.suits(row())));
        }
    }

    @Test
    void aBrokerIsReadAgainAfterAnError() {
        node2.replicas = List.of(ScriptedBroker.replica("orders", ReplicaState.LIVE, true, 0, 0));
        BrokerModel broker = connect();
        awaitCondition(Condition.IN_PARITY);

        node2.errorOfNextReading.set(new OutOfMemoryError("by the test"));

        awaitLink(broker, BrokerModel.Link.State.LOST);
        assertEquals(
                Reason.NOT_UNDERSTOOD, onOwner(() -> broker.link().failure().reason()));
        awaitLink(broker, BrokerModel.Link.State.CONNECTED);
        awaitCondition(Condition.IN_PARITY);
    }

    @Test
    void replicasAreReadOnWhereTheQueuesCannotBeListed() {
        node2.failureOfQueues = new IllegalStateException("by the test");
        BrokerModel broker = connect();
        awaitLink(broker, BrokerModel.Link.State.CONNECTED);

        onOwner(() -> {
            broker.queues().want(true);
            return null;
        });

        awaitLink(broker, BrokerModel.Link.State.LOST);
        assertEquals(
                Reason.NOT_UNDERSTOOD, onOwner(() -> broker.link().failure().reason()));
        awaitLink(broker, BrokerModel.Link.State.CONNECTED);
    }

    @Test
    void aQuestionThatEndsInAnErrorHasAnAnswer() {
        BrokerModel broker = connect();

        CompletableFuture<Object> answer = onOwner(() -> model.ask(broker, connection -> {
            throw new OutOfMemoryError("by the test");
        }));

        await().atMost(Duration.ofSeconds(30)).until(answer::isDone);
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        assertEquals(Reason.NOT_UNDERSTOOD, ((ConnectionFailure) failure.getCause()).reason());
    }

    private void awaitLink(BrokerModel broker, BrokerModel.Link.State state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> onOwner(broker::link).state() == state);
    }

    private void read(BrokerModel broker, List<ReplicaReading> replicas) {
        node2.replicas = replicas;
        broker.read(node2.reading(), Moment.now(Clock.systemUTC()));
    }

    private Totals totals() {
        return model.brokers().totalsProperty().get();
    }

    private ActionRecord act(ReplicaAction action) {
        return onOwner(() -> model.act(action, row())).join();
    }

    private BrokerModel connect() {
        return onOwner(() -> model.connect(profile(), node2));
    }

    private static BrokerProfile profile() {
        return BrokerProfile.of("node2", "node2:1099", "me");
    }

    private ReplicaRow row() {
        return model.brokers().replicas().get(0);
    }

    private void awaitCondition(Condition condition) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> onOwner(() ->
                        !model.brokers().replicas().isEmpty() && row().sight().condition() == condition));
    }

    private <T> T onOwner(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, owner).join();
    }
}
