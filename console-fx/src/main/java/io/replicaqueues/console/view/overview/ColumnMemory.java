// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.settings.Preferences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumn.SortType;
import javafx.scene.control.TableView;

/** Keeps which columns are shown, in which order, how wide and sorted by what. For the JavaFX thread. */
final class ColumnMemory {

    private static final String COLUMNS = "overview.columns";
    private static final String SORT = "overview.sort";
    private static final int PARTS = 3;

    private final Preferences preferences;

    ColumnMemory(Preferences preferences) {
        this.preferences = preferences;
    }

    /** Puts back what was remembered. What is not understood, or is new, stays as it is. */
    void restore(TableView<ReplicaRow> table) {
        Map<String, TableColumn<ReplicaRow, ?>> left = table.getColumns().stream()
                .collect(Collectors.toMap(TableColumn::getId, Function.identity(), (a, b) -> a, HashMap::new));
        List<TableColumn<ReplicaRow, ?>> ordered = new ArrayList<>();
        for (String entry : preferences.text(COLUMNS).orElse("").split(";", -1)) {
            String[] parts = entry.split(",", -1);
            TableColumn<ReplicaRow, ?> column = parts.length == PARTS ? left.remove(parts[0]) : null;
            if (column != null) {
                column.setVisible(Boolean.parseBoolean(parts[1]));
                restoreWidth(column, parts[2]);
                ordered.add(column);
            }
        }
        table.getColumns().stream()
                .filter(column -> left.containsKey(column.getId()))
                .forEach(ordered::add);
        table.getColumns().setAll(ordered);
        restoreSort(table);
    }

    private static void restoreWidth(TableColumn<ReplicaRow, ?> column, String width) {
        try {
            column.setPrefWidth(Integer.parseInt(width));
        } catch (NumberFormatException e) {
            // Keeps its own.
        }
    }

    private void restoreSort(TableView<ReplicaRow> table) {
        String[] sort = preferences
                .text(SORT)
                .orElse(OverviewColumns.CONDITION + "," + SortType.DESCENDING)
                .split(",", -1);
        table.getColumns().stream()
                .filter(column -> column.getId().equals(sort[0]))
                .findFirst()
                .ifPresent(column -> {
                    boolean isUp = sort.length > 1 && sort[1].equals(SortType.ASCENDING.name());
                    column.setSortType(isUp ? SortType.ASCENDING : SortType.DESCENDING);
                    table.getSortOrder().setAll(List.of(column));
                });
    }

    /** Remembers how the table is. */
    void remember(TableView<ReplicaRow> table) {
        preferences.setText(
                COLUMNS,
                table.getColumns().stream()
                        .map(column -> column.getId() + "," + column.isVisible() + "," + (int) column.getWidth())
                        .collect(Collectors.joining(";")));
        preferences.setText(
                SORT,
                table.getSortOrder().stream()
                        .findFirst()
                        .map(column -> column.getId() + "," + column.getSortType())
                        .orElse(""));
    }
}
