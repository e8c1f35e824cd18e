// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import atlantafx.base.controls.CustomTextField;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.columns.ColumnsButton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** All replicas of all brokers. For the JavaFX thread. */
public final class OverviewView {

    private static final double ROW_HEIGHT = 46;
    private static final double WIDTH_OF_SCROLL_BAR = 16;
    private static final Duration BETWEEN_SORTS = Duration.ofSeconds(1);

    private final ViewContext context;
    private final FilteredList<ReplicaRow> filtered;
    private final SortedList<ReplicaRow> sorted;
    private final TableView<ReplicaRow> table = new TableView<>();
    private final SteadySelection<ReplicaRow> selection = new SteadySelection<>(table);
    private final CustomTextField filter = new CustomTextField();
    private final ColumnsButton columns;
    private final HBox toolbar = new HBox(filter);
    private final BorderPane root = new BorderPane(table);
    private final ColumnMemory memory;
    private final Consumer<ReplicaRow> onOpen;
    private long sortedNanos = System.nanoTime();

    /**
     * The overview of what the context's model has.
     *
     * @param onOpen what to do when a person wants to see more of a replica
     */
    public OverviewView(ViewContext context, Consumer<ReplicaRow> onOpen) {
        this.context = context;
        this.onOpen = onOpen;
        this.memory = new ColumnMemory(context.preferences());
        this.filtered =
                new FilteredList<>(selection.over(context.model().brokers().replicas()));
        this.sorted = new SortedList<>(filtered);
        this.columns = new ColumnsButton("columns", context.texts(), table);
        buildTable();
        buildToolbar();
        root.getStyleClass().add("overview");
        context.model().afterBatch(this::sortNowAndThen);
    }

    /** What to show. */
    public Parent root() {
        return root;
    }

    /** The replicas that are selected, in the order of the table. */
    public ObservableList<ReplicaRow> selected() {
        return table.getSelectionModel().getSelectedItems();
    }

    /** Puts more into the line above the table, at its right. */
    public void addToToolbar(Parent more) {
        toolbar.getChildren().add(more);
    }

    /** Moves the cursor into the filter. */
    public void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    /** Offers the columns of the table. */
    public void askForColumns() {
        columns.fire();
    }

    /** Selects one replica and brings it into view. */
    public void reveal(ReplicaRow row) {
        filter.clear();
        table.getSelectionModel().clearSelection();
        table.getSelectionModel().select(row);
        table.scrollTo(row);
        table.requestFocus();
    }

    /** Keeps the columns for the next start. */
    public void remember() {
        memory.remember(table);
    }

    private void buildTable() {
        table.setId("replicas");
        table.setAccessibleText(context.texts().of("overview.accessible"));
        table.setItems(sorted);
        table.setFixedCellSize(ROW_HEIGHT);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.widthProperty().addListener((any, before, now) -> fitColumns());
        table.getColumns().setAll(new OverviewColumns(context).all());
        table.setSortPolicy(any -> {
            sort();
            return true;
        });
        table.setPlaceholder(placeholder());
        table.setRowFactory(any -> row());
        table.setOnKeyPressed(pressed -> {
            if (pressed.getCode() == KeyCode.ENTER) {
                open(table.getSelectionModel().getSelectedItem());
            }
        });
        memory.restore(table);
    }

    /** Columns share the width as long as they can: those that do not fit would be out of reach without a scroll bar. */
    private void fitColumns() {
        double least = table.getVisibleLeafColumns().stream()
                .mapToDouble(TableColumn::getMinWidth)
                .sum();
        boolean doFit = least + WIDTH_OF_SCROLL_BAR <= table.getWidth();
        table.setColumnResizePolicy(
                doFit ? TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN : TableView.UNCONSTRAINED_RESIZE_POLICY);
    }

    private TableRow<ReplicaRow> row() {
        TableRow<ReplicaRow> row = new TableRow<>();
        row.setOnMouseClicked(click -> {
            if (click.getButton() == MouseButton.PRIMARY && click.getClickCount() == 2) {
                open(row.getItem());
            }
        });
        return row;
    }

    private void open(ReplicaRow replica) {
        if (replica != null) {
            onOpen.accept(replica);
        }
    }

    private Parent placeholder() {
        Label title = new Label(context.texts().of("overview.empty.title"));
        title.getStyleClass().add("empty-title");
        Label hint = new Label(context.texts().of("overview.empty.hint"));
        hint.getStyleClass().add("empty-hint");
        VBox box = new VBox(title, hint);
        box.getStyleClass().add("empty");
        return box;
    }

    private void buildToolbar() {
        filter.setId("filter");
        filter.setLeft(new FontIcon(Feather.SEARCH));
        filter.setPromptText(context.texts().of("overview.filter"));
        filter.setAccessibleText(context.texts().of("overview.filter"));
        filter.setTooltip(new Tooltip(context.texts().of("overview.filter.meaning")));
        filter.textProperty().addListener((any, before, now) -> applyFilter(now));
        HBox.setHgrow(filter, Priority.ALWAYS);
        filter.setMaxWidth(420);
        toolbar.getChildren().add(columns);
        toolbar.getStyleClass().add("toolbar");
        root.setTop(toolbar);
    }

    private void applyFilter(String text) {
        String wanted = wanted(text);
        selection.keep(() -> filtered.setPredicate(wanted.isEmpty() ? null : row -> matches(row, wanted)));
    }

    private String wanted(String text) {
        return text.strip().toLowerCase(context.texts().locale());
    }

    /** A list asks its filter once for each row, but states change under a filter that names one. */
    private void filterAgain() {
        String wanted = wanted(filter.getText());
        if (wanted.isEmpty()) {
            return;
        }
        List<ReplicaRow> matching = context.model().brokers().replicas().stream()
                .filter(row -> matches(row, wanted))
                .toList();
        if (!matching.equals(filtered)) {
            applyFilter(filter.getText());
        }
    }

    private boolean matches(ReplicaRow row, String wanted) {
        Locale locale = context.texts().locale();
        return Stream.of(
                        row.queue(),
                        row.broker().profile().name(),
                        row.sight().reading().original(),
                        row.sight().reading().originalQueue(),
                        context.texts().of("condition", row.sight().condition()))
                .anyMatch(text -> text.toLowerCase(locale).contains(wanted));
    }

    /** Batches come several times a second with many brokers, and one comes every half second at least. */
    private void sortNowAndThen() {
        if (System.nanoTime() - sortedNanos >= BETWEEN_SORTS.toNanos()) {
            filterAgain();
            sort();
        }
    }

    /** Puts the rows in order, if they are not: a table that moves without need cannot be read. */
    private void sort() {
        sortedNanos = System.nanoTime();
        Comparator<ReplicaRow> order = order();
        for (int i = 1; i < sorted.size(); i++) {
            if (order.compare(sorted.get(i - 1), sorted.get(i)) > 0) {
                sorted.setComparator(order);
                return;
            }
        }
    }

    /** A new one every time: a list sorts itself again only for another comparator. */
    private Comparator<ReplicaRow> order() {
        Comparator<ReplicaRow> chosen = table.getComparator();
        Comparator<ReplicaRow> names = Comparator.comparing(ReplicaRow::queue)
                .thenComparing(row -> row.broker().profile().name());
        return chosen == null ? names : chosen.thenComparing(names);
    }
}
