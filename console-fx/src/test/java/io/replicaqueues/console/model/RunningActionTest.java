// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RunningActionTest {

    private final ConnectionFailure closed = new ConnectionFailure(Reason.CLOSED, "not known");

    private final ScriptedBroker broker = new ScriptedBroker();
    private final RunningAction<BrokerReport> stop = new RunningAction<>(
            "node2", ActionKind.STOP, "orders", RunningActionTest::stop, Function.identity(), Clock.systemUTC());

    @Test
    void anAnswerThatIsStillOnItsWayCounts() throws Exception {
        stop.ask(broker);

        assertTrue(stop.settled(closed).isDone());
    }

    @Test
    void aRefusalThatIsStillOnItsWayCounts() {
        broker.failure = new ConnectionFailure(Reason.REFUSED, "not you");
        assertThrows(ConnectionFailure.class, () -> stop.ask(broker));

        assertEquals(Optional.of(broker.failure), stop.settled(closed).failure());
    }

    @Test
    void whatWasSettledIsNotChangedByALateAnswer() throws Exception {
        ActionRecord settled = stop.settled(closed);

        stop.ask(broker);

        assertEquals(Optional.of(closed), settled.failure());
        assertSame(settled, stop.settled(null));
    }

    private static BrokerReport stop(BrokerConnection connection) throws ConnectionFailure {
        connection.stop("orders");
        return BrokerReport.NOTHING;
    }
}
