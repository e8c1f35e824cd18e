// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** A table of letters, without a window. */
@ExtendWith(ApplicationExtension.class)
class SteadySelectionTest {

    private final ObservableList<String> source = FXCollections.observableArrayList("f", "e", "d", "c", "b", "a");
    private TableView<String> table;
    private SteadySelection<String> selection;
    private FilteredList<String> filtered;
    private SortedList<String> sorted;

    @BeforeEach
    void open(FxRobot robot) {
        robot.interact(() -> {
            table = new TableView<>();
            table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
            selection = new SteadySelection<>(table);
            filtered = new FilteredList<>(selection.over(source));
            sorted = new SortedList<>(filtered, Comparator.naturalOrder());
            table.setItems(sorted);
        });
    }

    @Test
    void rowsThatLeaveAtSeveralPlacesLeaveTheSelectionAsItIs(FxRobot robot) {
        select(robot, "d");

        robot.interact(() -> source.removeAll(List.of("b", "f")));

        assertSelected("d", "d");
    }

    @Test
    void aRowThatLeavesIsNotReplacedByItsNeighbour(FxRobot robot) {
        select(robot, "d");

        robot.interact(() -> source.remove("d"));

        assertSelected(null);
    }

    @Test
    void ofTwoThatAreSelectedTheOneThatStaysIsTheOneToBeOpened(FxRobot robot) {
        select(robot, "b", "f");

        robot.interact(() -> source.remove("f"));

        assertSelected("b", "b");
    }

    @Test
    void ofManyThatAreSelectedThoseStaySoThatStay(FxRobot robot) {
        select(robot, "a", "c", "e", "b");

        robot.interact(() -> source.removeAll(List.of("a", "e", "f")));

        assertSelected("b", "b", "c");
    }

    @Test
    void rowsThatComeAndAreSortedInLeaveTheSelectionAsItIs(FxRobot robot) {
        select(robot, "b", "d");

        robot.interact(() -> {
            source.addAll("a2", "c2", "g");
            sorted.setComparator(Comparator.reverseOrder());
        });

        assertSelected("d", "d", "b");
    }

    @Test
    void aFilterLeavesThoseSelectedThatItShows(FxRobot robot) {
        select(robot, "d", "b");

        robot.interact(() -> selection.keep(
                () -> filtered.setPredicate(each -> !List.of("b", "f").contains(each))));
        assertSelected("d", "d");

        robot.interact(() -> selection.keep(() -> filtered.setPredicate(null)));
        assertSelected("d", "d");
    }

    @Test
    void nothingThatWasNotSelectedIsSoWhateverLeaves(FxRobot robot) {
        robot.interact(() -> source.removeAll(List.of("a", "c")));
        assertSelected(null);

        robot.interact(source::clear);
        assertSelected(null);
    }

    private void select(FxRobot robot, String... rows) {
        robot.interact(() -> List.of(rows).forEach(table.getSelectionModel()::select));
    }

    private void assertSelected(String latest, String... rows) {
        assertEquals(List.of(rows), List.copyOf(table.getSelectionModel().getSelectedItems()));
        assertEquals(latest, table.getSelectionModel().getSelectedItem());
    }
}
