// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerReading;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ReplicaReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** A broker as the console knows it. For the thread that owns the models. */
public final class BrokerModel {

    private static final int LEAST_GONE = 100;

    private final BrokerProfile profile;
    private final ReadOnlyObjectWrapper<Link> link = new ReadOnlyObjectWrapper<>(this, "link", Link.CONNECTING);
    private final ReadOnlyObjectWrapper<BrokerReading> reading = new ReadOnlyObjectWrapper<>(this, "reading");
    private final ReadOnlyBooleanWrapper canAct = new ReadOnlyBooleanWrapper(this, "canAct");
    private final ObservableList<ReplicaRow> replicas = FXCollections.observableArrayList();
    private final ObservableList<ReplicaRow> shownReplicas = FXCollections.unmodifiableObservableList(replicas);
    private final Map<String, ReplicaRow> byQueue = new LinkedHashMap<>();
    private final Map<String, ReplicaRow> gone = new LinkedHashMap<>();
    private final QueuesModel queues = new QueuesModel();
    private Set<String> originals = Set.of();
    private BrokerClock clock = BrokerClock.UNSUSPECTED;
    /** Of those that are gone, so many at most are remembered: all of a broker that restarts come back. */
    private int mostGone = LEAST_GONE;

    private boolean isClosed;

    /**
     * How the console stands with the broker. Immutable.
     *
     * @param state one word
     * @param failure why the link is lost; else null
     */
    public record Link(State state, ConnectionFailure failure) {

        static final Link CONNECTING = new Link(State.CONNECTING, null);
        static final Link CONNECTED = new Link(State.CONNECTED, null);

        /** One word for it. */
        public enum State {
            /** Not heard of yet. */
            CONNECTING,
            /** The latest request was answered. */
            CONNECTED,
            /** The latest request failed; it is tried again unless the password was wrong. */
            LOST
        }
    }

    /**
     * A broker not heard of yet.
     *
     * @param profile what a person wrote down of it
     */
    public BrokerModel(BrokerProfile profile) {
        this.profile = profile;
    }

    public BrokerProfile profile() {
        return profile;
    }

    /** How the console stands with it. Never null. */
    public ReadOnlyObjectProperty<Link> linkProperty() {
        return link.getReadOnlyProperty();
    }

    /** How the console stands with it. */
    public Link link() {
        return link.get();
    }

    /** What it said last; null until it said something. */
    public ReadOnlyObjectProperty<BrokerReading> readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /**
     * Whether the broker itself said last that it has no queue replication: it is not installed there, or starts in this
     * moment. How replicas are that it had is not known then.
     */
    public boolean lacksExtension() {
        return link().state() == Link.State.CONNECTED
                && reading.get() != null
                && !reading.get().hasExtension();
    }

    /** Whether something may be changed there: it is connected and not marked read-only. */
    public ReadOnlyBooleanProperty canActProperty() {
        return canAct.getReadOnlyProperty();
    }

    /** Whether something may be changed there. */
    public boolean canAct() {
        return canAct.get();
    }

    /** Its replicas in the order in which they appeared. */
    public ObservableList<ReplicaRow> replicas() {
        return shownReplicas;
    }

    /** Its queues, as far as somebody wants to see them. */
    public QueuesModel queues() {
        return queues;
    }

    /** Whether replicas elsewhere follow a queue of this broker. */
    public boolean isOriginal(String queue) {
        return originals.contains(queue);
    }

    /** The replica of that name, or null. */
    public ReplicaRow replica(String queue) {
        return byQueue.get(queue);
    }

    /** How its clock stands to this machine's, as far as its latest answer tells. */
    public BrokerClock clock() {
        return clock;
    }

    void read(BrokerReading now, Moment moment) {
        if (isClosed) {
            return;
        }
        setLink(Link.CONNECTED);
        reading.set(now);
        originals = new HashSet<>(now.originals());
        if (!now.hasExtension()) {
            doubt(moment.time());
            return;
        }
        mostGone = Math.max(mostGone, now.replicas().size());
        clock = clock.after(now.replicas(), moment.time());
        Set<String> present = new HashSet<>();
        for (ReplicaReading replica : now.replicas()) {
            present.add(replica.queue());
            ReplicaRow row = byQueue.get(replica.queue());
            if (row == null) {
                row = appeared(replica, moment);
                byQueue.put(replica.queue(), row);
                replicas.add(row);
            } else {
                row.read(replica, moment);
            }
        }
        if (present.size() < byQueue.size()) {
            List<ReplicaRow> leaving = replicas.stream()
                    .filter(row -> !present.contains(row.queue()))
                    .toList();
            byQueue.keySet().retainAll(present);
            // Before they leave the list: whoever sees them leave sees them as they are.
            leaving.forEach(row -> left(row, moment));
            replicas.removeAll(leaving);
        }
    }

    /** One that was gone comes back as itself: a broker that restarts has no replicas for a moment. */
    private ReplicaRow appeared(ReplicaReading replica, Moment moment) {
        ReplicaRow row = gone.remove(replica.queue());
        if (row == null) {
            return new ReplicaRow(this, replica, moment);
        }
        row.read(replica, moment);
        return row;
    }

    private void left(ReplicaRow row, Moment moment) {
        row.age(Freshness.GONE, moment.time());
        gone.put(row.queue(), row);
        if (gone.size() > mostGone) {
            gone.remove(gone.keySet().iterator().next());
        }
    }

    /** A request failed. What is known stays to be seen, but is not claimed any more if the link is in doubt. */
    void failed(ConnectionFailure failure, Instant time) {
        if (isClosed) {
            return;
        }
        setLink(new Link(Link.State.LOST, failure));
        doubt(time);
    }

    private void doubt(Instant time) {
        List.copyOf(replicas).forEach(row -> row.age(Freshness.UNKNOWN, time));
    }

    /** A person let go of it: nothing that was asked before counts any more. */
    void close(Instant time) {
        failed(
                new ConnectionFailure(
                        ConnectionFailure.Reason.CLOSED, "The connection to " + profile.name() + " was closed"),
                time);
        isClosed = true;
    }

    /** Time has passed. */
    void age(Duration staleAfter, Moment now) {
        if (link.get().state() != Link.State.CONNECTED || lacksExtension()) {
            return;
        }
        replicas.forEach(row ->
                row.age(row.isYoungerThan(staleAfter, now.nanos()) ? Freshness.FRESH : Freshness.STALE, now.time()));
    }

    private void setLink(Link now) {
        if (!now.equals(link.get())) {
            link.set(now);
        }
        canAct.set(now.state() == Link.State.CONNECTED && !profile.readOnly());
    }
}
