// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What brokers are asked and told, and what comes of it. */
class CallsTest extends TestedModel {

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

    private ActionRecord act(ReplicaAction action) {
        return onOwner(() -> model.act(action, row())).join();
    }
}
