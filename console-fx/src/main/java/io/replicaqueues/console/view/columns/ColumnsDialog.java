// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.columns;

import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumn.SortType;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.StringConverter;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * All that a mouse can do with the headings of a table, in words and by keys. What is chosen shows in the table at once.
 * For the JavaFX thread.
 *
 * @param <S> what the table shows
 */
final class ColumnsDialog<S> extends Dialog<Void> {

    private static final double WIDTH = 800;
    private static final double HEIGHT = 330;
    private static final double GAP = 8;
    private static final double STEP = 20;

    private final Texts texts;
    private final TableView<S> table;
    private final ListView<TableColumn<S, ?>> list;
    private final Button earlier;
    private final Button later;
    private final Button sort;

    /** The dialog for a table, not shown yet. */
    ColumnsDialog(Window owner, Texts texts, TableView<S> table) {
        this.texts = texts;
        this.table = table;
        this.list = new ListView<>(table.getColumns());
        this.earlier = button("earlier", Feather.ARROW_UP, () -> move(-1));
        this.later = button("later", Feather.ARROW_DOWN, () -> move(1));
        this.sort = button("sort", Feather.BAR_CHART, this::sort);
        setTitle(texts.of("columns.title"));
        setHeaderText(texts.of("columns.title"));
        Dialogs.adopt(this, owner);
        setResizable(true);
        buildList();
        Label hint = new Label(texts.of("columns.hint"));
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        VBox content = new VBox(GAP, list, buttons(), hint);
        VBox.setVgrow(list, Priority.ALWAYS);
        getDialogPane().setContent(content);
        getDialogPane().getButtonTypes().setAll(new ButtonType(texts.of("dialog.close"), ButtonData.CANCEL_CLOSE));
        setOnShown(shown -> choose(0));
    }

    private void buildList() {
        list.setId("columns-list");
        list.setAccessibleText(texts.of("columns.title"));
        list.setPrefSize(WIDTH, HEIGHT);
        list.setCellFactory(CheckBoxListCell.forListView(TableColumn::visibleProperty, names()));
        list.setOnKeyPressed(this::pressed);
        InvalidationListener update = any -> offerWhatSuits();
        list.getSelectionModel().selectedIndexProperty().addListener(update);
        update.invalidated(null);
    }

    private HBox buttons() {
        return new HBox(
                GAP,
                earlier,
                later,
                sort,
                button("narrower", Feather.MINIMIZE_2, () -> widen(-STEP)),
                button("wider", Feather.MAXIMIZE_2, () -> widen(STEP)));
    }

    private Button button(String key, Ikon icon, Runnable action) {
        Button button = new Button(texts.of("columns." + key), new FontIcon(icon));
        button.setId("columns-" + key);
        button.setTooltip(new Tooltip(texts.of("columns." + key + ".meaning")));
        button.setOnAction(click -> action.run());
        return button;
    }

    private StringConverter<TableColumn<S, ?>> names() {
        return new StringConverter<>() {
            @Override
            public String toString(TableColumn<S, ?> column) {
                return name(column);
            }

            @Override
            public TableColumn<S, ?> fromString(String text) {
                throw new UnsupportedOperationException("The list is not editable");
            }
        };
    }

    /** Two columns may have one heading, under which each means something else. */
    private String name(TableColumn<S, ?> column) {
        String heading = column.getGraphic() instanceof Label label ? label.getText() : column.getText();
        String sorted = table.getSortOrder().contains(column)
                ? texts.of("columns.sorted." + column.getSortType().name(), heading)
                : heading;
        return meaning(column.getGraphic())
                .map(meaning -> texts.of("columns.column", sorted, meaning))
                .orElse(sorted);
    }

    private static Optional<String> meaning(Node heading) {
        return heading instanceof Label label
                ? Optional.ofNullable(label.getTooltip()).map(Tooltip::getText)
                : Optional.empty();
    }

    private Optional<TableColumn<S, ?>> chosen() {
        return Optional.ofNullable(list.getSelectionModel().getSelectedItem());
    }

    private void choose(int index) {
        list.getSelectionModel().clearAndSelect(index);
        list.getFocusModel().focus(index);
        list.requestFocus();
    }

    private void offerWhatSuits() {
        int index = list.getSelectionModel().getSelectedIndex();
        earlier.setDisable(index <= 0);
        later.setDisable(index < 0 || index == table.getColumns().size() - 1);
        sort.setDisable(!chosen().map(TableColumn::isSortable).orElse(false));
    }

    private void pressed(KeyEvent pressed) {
        Runnable action = switch (pressed.getCode()) {
            case SPACE -> () -> chosen().ifPresent(column -> column.setVisible(!column.isVisible()));
            case UP -> () -> move(-1);
            case DOWN -> () -> move(1);
            case LEFT -> () -> widen(-STEP);
            case RIGHT -> () -> widen(STEP);
            default -> null;
        };
        // The arrows alone walk through the list.
        if (action != null && pressed.isAltDown() == pressed.getCode().isArrowKey()) {
            action.run();
            pressed.consume();
        }
    }

    private void move(int by) {
        int from = list.getSelectionModel().getSelectedIndex();
        int to = from + by;
        if (from < 0 || to < 0 || to >= table.getColumns().size()) {
            return;
        }
        List<TableColumn<S, ?>> order = new ArrayList<>(table.getColumns());
        List<TableColumn<S, ?>> sorted = List.copyOf(table.getSortOrder());
        Collections.swap(order, from, to);
        table.getColumns().setAll(order);
        table.getSortOrder().setAll(sorted);
        choose(to);
    }

    private void widen(double by) {
        chosen().ifPresent(column -> table.resizeColumn(column, by));
    }

    /** Sorts by the column; again, the other way round. */
    private void sort() {
        chosen().ifPresent(column -> {
            boolean isOtherWay = table.getSortOrder().contains(column) && column.getSortType() == SortType.ASCENDING;
            column.setSortType(isOtherWay ? SortType.DESCENDING : SortType.ASCENDING);
            table.getSortOrder().setAll(List.of(column));
            list.refresh();
        });
    }
}
