// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.ConnectionFailure;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Something a broker is asked to do. What came of it is settled once, by whoever knows it first. Any thread may call it.
 *
 * @param <T> what the broker answers
 */
final class RunningAction<T> implements ConsoleModel.Question<T> {

    private final String broker;
    private final ActionKind kind;
    private final String queue;
    private final ConsoleModel.Question<T> question;
    private final Function<T, BrokerReport> report;
    private final Clock clock;
    private final AtomicReference<ActionRecord> settled = new AtomicReference<>();

    /**
     * An action, not asked for yet.
     *
     * @param broker what the person calls the broker
     * @param kind what
     * @param queue the replica queue, or the address that is tried
     * @param question asks the broker for it
     * @param report what to write down of the answer
     * @param clock tells when it ended
     */
    RunningAction(
            String broker,
            ActionKind kind,
            String queue,
            ConsoleModel.Question<T> question,
            Function<T, BrokerReport> report,
            Clock clock) {
        this.broker = broker;
        this.kind = kind;
        this.queue = queue;
        this.question = question;
        this.report = report;
        this.clock = clock;
    }

    /** Notes the answer at once: it may be long on its way to the thread that owns the models. */
    @Override
    public T ask(BrokerConnection connection) throws ConnectionFailure {
        try {
            T answer = question.ask(connection);
            settle(report.apply(answer), null);
            return answer;
        } catch (ConnectionFailure e) {
            settle(BrokerReport.NOTHING, e);
            throw e;
        }
    }

    /** What came of it; if the broker has not answered, that failure, from now on. */
    ActionRecord settled(ConnectionFailure otherwise) {
        settle(BrokerReport.NOTHING, otherwise);
        return settled.get();
    }

    private void settle(BrokerReport answer, ConnectionFailure failure) {
        settled.compareAndSet(
                null, new ActionRecord(clock.instant(), broker, queue, kind, answer, Optional.ofNullable(failure)));
    }
}
