// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.BrokerModel;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A queue whose messages are shown, and how its latest reading went. For the thread that owns the models. */
public final class QueueSide {

    private final Kind kind;
    private final Supplier<String> queue;
    private final Supplier<Optional<BrokerModel>> broker;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NOTHING);
    private BrokerModel askedBroker;
    private Optional<SideReading.Place> place = Optional.empty();

    /** What the queue is to the other. */
    public enum Kind {
        ORIGINAL,
        REPLICA,
        /** There is no other. */
        ALONE
    }

    /**
     * How it stands. Immutable.
     *
     * @param reading the latest that can be shown, of whatever time
     * @param failure why a later one could not be made, if it could not
     */
    public record State(Optional<SideReading> reading, Optional<ConnectionFailure> failure) {

        static final State NOTHING = new State(Optional.empty(), Optional.empty());

        /** Whether what is shown is what the broker said last. */
        public boolean isRead() {
            return reading.isPresent() && failure.isEmpty();
        }
    }

    /**
     * A side.
     *
     * @param kind what it is to the other
     * @param queue its name
     * @param broker where it is, if that is connected at present
     */
    QueueSide(Kind kind, Supplier<String> queue, Supplier<Optional<BrokerModel>> broker) {
        this.kind = kind;
        this.queue = queue;
        this.broker = broker;
    }

    public Kind kind() {
        return kind;
    }

    /** Name of the queue. */
    public String queue() {
        return queue.get();
    }

    /** The broker that has it, if the console is connected to it. */
    public Optional<BrokerModel> broker() {
        return broker.get();
    }

    /** How it stands. Never null. */
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** How it stands. */
    public State state() {
        return state.get();
    }

    /** What is known already of the queue on that broker. */
    Optional<SideReading.Place> placeOn(BrokerModel asked) {
        return asked == askedBroker ? place : Optional.empty();
    }

    void read(BrokerModel by, SideReading reading) {
        askedBroker = by;
        place = Optional.of(reading.place());
        state.set(new State(Optional.of(reading), Optional.empty()));
    }

    /** The latest reading stays to be seen, as one of then. The queue may be another one next time. */
    void failed(ConnectionFailure failure) {
        place = Optional.empty();
        state.set(new State(state.get().reading(), Optional.of(failure)));
    }

    /** There is nothing to read at present. */
    void clear() {
        place = Optional.empty();
        state.set(State.NOTHING);
    }
}
