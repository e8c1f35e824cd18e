// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is shown of replicas, whatever becomes of their broker. */
class ConsoleModelTest extends TestedModel {

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

    private void read(BrokerModel broker, List<ReplicaReading> replicas) {
        node2.replicas = replicas;
        broker.read(node2.reading(), Moment.now(Clock.systemUTC()));
    }

    private Totals totals() {
        return model.brokers().totalsProperty().get();
    }
}
