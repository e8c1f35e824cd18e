// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.TransformationList;
import javafx.scene.control.TableView;
import javafx.scene.control.TableView.TableViewSelectionModel;

/**
 * Lets the same rows of a table be selected whatever rows come and go. By itself a table keeps places: the neighbour of
 * a selected row that leaves is selected then, and so may be another row when several places change at once. For the
 * JavaFX thread.
 */
final class SteadySelection<E> {

    private final TableView<E> table;

    /** @param table selects rows, not cells */
    SteadySelection(TableView<E> table) {
        this.table = table;
    }

    /**
     * The same rows, to be filtered and sorted for the table, which is to get none of them by another way.
     *
     * @param source rows that come and go, but do not change places
     */
    ObservableList<E> over(ObservableList<E> source) {
        return new Rows(source);
    }

    /** Does something that lets rows of the table come or go. Those that are selected and stay are selected after it. */
    void keep(Runnable change) {
        TableViewSelectionModel<E> selection = table.getSelectionModel();
        Set<E> wanted = new HashSet<>(selection.getSelectedItems());
        E latest = selection.getSelectedItem();
        change.run();
        if (wanted.isEmpty() && selection.isEmpty()) {
            return;
        }
        wanted.retainAll(new HashSet<>(table.getItems()));
        E lead = wanted.contains(latest) ? latest : null;
        boolean isKept =
                lead == selection.getSelectedItem() && wanted.equals(new HashSet<>(selection.getSelectedItems()));
        if (!isKept) {
            select(wanted, lead);
        }
    }

    /** The lead at last: the one selected last is the one that Enter opens. */
    private void select(Set<E> wanted, E lead) {
        TableViewSelectionModel<E> selection = table.getSelectionModel();
        List<E> rows = table.getItems();
        selection.clearSelection();
        IntStream others =
                IntStream.range(0, rows.size()).filter(i -> rows.get(i) != lead && wanted.contains(rows.get(i)));
        IntStream last = lead == null ? IntStream.empty() : IntStream.of(rows.indexOf(lead));
        int[] places = IntStream.concat(others, last).toArray();
        if (places.length > 0) {
            selection.selectIndices(places[0], places);
        }
    }

    /** Rows as they are. Filter, order and table follow them before the call that tells of a change returns. */
    private final class Rows extends TransformationList<E, E> {

        Rows(ObservableList<E> source) {
            super(source);
        }

        @Override
        protected void sourceChanged(ListChangeListener.Change<? extends E> change) {
            keep(() -> {
                beginChange();
                while (change.next()) {
                    nextReplace(change.getFrom(), change.getTo(), change.getRemoved());
                }
                endChange();
            });
        }

        @Override
        public int getSourceIndex(int index) {
            return index;
        }

        @Override
        public int getViewIndex(int index) {
            return index;
        }

        @Override
        public E get(int index) {
            return getSource().get(index);
        }

        @Override
        public int size() {
            return getSource().size();
        }
    }
}
