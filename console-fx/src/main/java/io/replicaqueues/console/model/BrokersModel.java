// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** All brokers and all their replicas. For the thread that owns the models. */
public final class BrokersModel {

    private final ObservableList<BrokerModel> brokers = FXCollections.observableArrayList();
    private final ObservableList<BrokerModel> shownBrokers = FXCollections.unmodifiableObservableList(brokers);
    private final ObservableList<ReplicaRow> replicas = FXCollections.observableArrayList();
    private final ObservableList<ReplicaRow> shownReplicas = FXCollections.unmodifiableObservableList(replicas);
    private final ReadOnlyObjectWrapper<Totals> totals =
            new ReadOnlyObjectWrapper<>(this, "totals", Totals.of(List.of(), List.of()));
    private final ListChangeListener<ReplicaRow> mirror = this::mirror;

    /** The brokers in the order in which they were added. */
    public ObservableList<BrokerModel> brokers() {
        return shownBrokers;
    }

    /** The replicas of all brokers. */
    public ObservableList<ReplicaRow> replicas() {
        return shownReplicas;
    }

    /** How all is, as of the latest batch of changes. */
    public ReadOnlyObjectProperty<Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    void add(BrokerModel broker) {
        brokers.add(broker);
        replicas.addAll(broker.replicas());
        broker.replicas().addListener(mirror);
    }

    void remove(BrokerModel broker) {
        broker.replicas().removeListener(mirror);
        replicas.removeIf(row -> row.broker() == broker);
        brokers.remove(broker);
    }

    void age(Duration staleAfter, Moment now) {
        brokers.forEach(broker -> broker.age(staleAfter, now));
    }

    void sumUp() {
        totals.set(Totals.of(brokers, replicas));
    }

    private void mirror(ListChangeListener.Change<? extends ReplicaRow> change) {
        while (change.next()) {
            if (change.wasRemoved()) {
                replicas.removeAll(new ArrayList<>(change.getRemoved()));
            }
            if (change.wasAdded()) {
                replicas.addAll(change.getAddedSubList());
            }
        }
    }
}
