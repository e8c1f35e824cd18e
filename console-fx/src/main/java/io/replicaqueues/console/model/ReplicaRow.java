// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** A replica as the console knows it. For the thread that owns the models. */
public final class ReplicaRow {

    private static final int MOST_CHANGES = 500;
    private static final double NANOS = 1e9;

    private final BrokerModel broker;
    private final String queue;
    private final DepthHistory history = new DepthHistory();
    private final ReadOnlyObjectWrapper<ReplicaSight> sight = new ReadOnlyObjectWrapper<>(this, "sight");
    private final ObservableList<StateChange> changes = FXCollections.observableArrayList();
    private final ObservableList<StateChange> shownChanges = FXCollections.unmodifiableObservableList(changes);
    private final CatchUpMeter catchUp = new CatchUpMeter();
    private long readNanos;

    /**
     * A change of what a person is told. Immutable.
     *
     * @param time when the console saw it
     * @param condition what it is since
     * @param state what the broker calls it
     * @param text what the broker says about it; may be empty
     */
    public record StateChange(Instant time, Condition condition, ReplicaState state, String text) {}

    ReplicaRow(BrokerModel broker, ReplicaReading reading, Moment now) {
        this.broker = broker;
        this.queue = reading.queue();
        this.readNanos = now.nanos();
        saw(reading, Double.NaN, now);
    }

    /** Where it is. */
    public BrokerModel broker() {
        return broker;
    }

    /** Name of the replica queue. */
    public String queue() {
        return queue;
    }

    /** What is known of it at present. Never null. */
    public ReadOnlyObjectProperty<ReplicaSight> sightProperty() {
        return sight.getReadOnlyProperty();
    }

    /** What is known of it at present. */
    public ReplicaSight sight() {
        return sight.get();
    }

    /** Its depths since the console started. */
    public DepthHistory history() {
        return history;
    }

    /** The latest changes of its condition, the newest first. */
    public ObservableList<StateChange> changes() {
        return shownChanges;
    }

    void read(ReplicaReading reading, Moment now) {
        double rate = rateTo(reading, now.nanos() - readNanos);
        readNanos = now.nanos();
        saw(reading, rate, now);
    }

    /** What is known of it is believed less, or again. */
    void age(Freshness freshness, Instant time) {
        ReplicaSight before = sight.get();
        if (before.freshness() == freshness) {
            return;
        }
        if (before.freshness() == Freshness.FRESH) {
            history.addGap();
        }
        see(
                new ReplicaSight(
                        before.reading(),
                        freshness,
                        Condition.of(before.reading(), freshness),
                        Double.NaN,
                        Optional.empty(),
                        before.readAt()),
                time);
    }

    /** Whether it was read within this time. */
    boolean isYoungerThan(Duration limit, long nowNanos) {
        return nowNanos - readNanos <= limit.toNanos();
    }

    private double rateTo(ReplicaReading reading, long nanos) {
        ReplicaReading before = sight.get().reading();
        long changed =
                reading.messagesAdded() - before.messagesAdded() + reading.messagesRemoved() - before.messagesRemoved();
        // Counters fall when the broker restarted after a crash: no rate can be told then.
        return changed < 0 || nanos <= 0 ? Double.NaN : changed * NANOS / nanos;
    }

    private void saw(ReplicaReading reading, double rate, Moment now) {
        Condition condition = Condition.of(reading, Freshness.FRESH);
        Optional<CatchUp> underWay = catchUp.read(reading, now.nanos());
        see(new ReplicaSight(reading, Freshness.FRESH, condition, rate, underWay, now.time()), now.time());
        history.add(new Sample(
                now.time().toEpochMilli(), reading.originalDepth(), reading.replicaDepth(), reading.lagMillis()));
    }

    private void see(ReplicaSight now, Instant time) {
        ReplicaSight before = sight.get();
        sight.set(now);
        if (before == null || before.condition() != now.condition()) {
            ReplicaReading reading = now.reading();
            boolean hasError = now.condition() == Condition.FAILED || now.condition() == Condition.CONNECTING;
            changes.add(
                    0, new StateChange(time, now.condition(), reading.state(), hasError ? reading.lastError() : ""));
            if (changes.size() > MOST_CHANGES) {
                changes.remove(MOST_CHANGES);
            }
        }
    }
}
