// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.audit;

import atlantafx.base.controls.CustomTextField;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Screen;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.actions.ActionTexts;
import io.replicaqueues.console.view.columns.ColumnsButton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What was done to brokers and what came of it, the newest first. For the JavaFX thread. */
public final class AuditView implements Screen {

    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination COLUMNS = new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);
    private static final String FILE = "replica-queues-actions.csv";
    private static final double ROW_HEIGHT = 32;

    private final ViewContext context;
    private final FilteredList<ActionRecord> filtered;
    private final TableView<ActionRecord> table = new TableView<>();
    private final CustomTextField filter = new CustomTextField();
    private final ColumnsButton columns;
    private final BorderPane root = new BorderPane(table);

    /** The list of the context's model. */
    public AuditView(ViewContext context) {
        this.context = context;
        this.filtered = new FilteredList<>(context.model().actions());
        this.columns = new ColumnsButton("audit-columns", context.texts(), table);
        buildTable();
        buildToolbar();
        root.getStyleClass().add("audit");
        root.addEventHandler(KeyEvent.KEY_PRESSED, pressed -> {
            if (COLUMNS.match(pressed)) {
                columns.fire();
                // Otherwise the window offers those of the overview.
                pressed.consume();
            }
        });
    }

    @Override
    public Parent root() {
        return root;
    }

    /** The model outlives this screen and must not keep it. */
    @Override
    public void close() {
        table.setItems(FXCollections.emptyObservableList());
    }

    /** Writes what is shown to a file, and reports what goes wrong. */
    private void export(Window owner, Path file) {
        String text = ActionCsv.of(context.texts(), List.copyOf(table.getItems()));
        CompletableFuture<Void> unused = CompletableFuture.supplyAsync(() -> written(file, text))
                .thenAcceptAsync(
                        failure -> failure.ifPresent(line -> Dialogs.report(
                                owner, context.texts(), context.texts().of("audit.notExported"), line)),
                        Platform::runLater);
    }

    /** Why it was not written, if it was not. */
    private static Optional<String> written(Path file, String text) {
        try {
            Files.writeString(file, text);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private void buildTable() {
        Texts texts = context.texts();
        table.setId("actions-done");
        table.setAccessibleText(texts.of("audit.title"));
        SortedList<ActionRecord> sorted = new SortedList<>(filtered);
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setFixedCellSize(ROW_HEIGHT);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label(texts.of("audit.empty")));
        TableColumn<ActionRecord, ActionRecord> time =
                column("time", 150, record -> context.values().moment(record.time()));
        time.setComparator(Comparator.comparing(ActionRecord::time));
        table.getColumns()
                .setAll(List.of(
                        time,
                        column("broker", 130, ActionRecord::broker),
                        column("action", 130, record -> texts.of("action", record.action())),
                        column("queue", 220, ActionRecord::queue),
                        outcome()));
        table.setOnKeyPressed(pressed -> {
            if (COPY.match(pressed)) {
                copy();
                pressed.consume();
            } else if (pressed.getCode() == KeyCode.ENTER) {
                showWhole(table.getSelectionModel().getSelectedItem());
            }
        });
        table.setRowFactory(any -> row());
    }

    private TableRow<ActionRecord> row() {
        TableRow<ActionRecord> row = new TableRow<>();
        row.setOnMouseClicked(click -> {
            if (click.getButton() == MouseButton.PRIMARY && click.getClickCount() == 2) {
                showWhole(row.getItem());
            }
        });
        return row;
    }

    /** An outcome may be longer than its column. */
    private void showWhole(ActionRecord record) {
        if (record != null) {
            Texts texts = context.texts();
            String header =
                    texts.of("audit.entry", texts.of("action", record.action()), record.queue(), record.broker());
            Dialogs.report(
                    root.getScene().getWindow(),
                    texts,
                    header,
                    context.values().moment(record.time()) + "\n" + ActionTexts.outcome(texts, record));
        }
    }

    private TableColumn<ActionRecord, ActionRecord> column(
            String key, double width, Function<ActionRecord, String> text) {
        TableColumn<ActionRecord, ActionRecord> column =
                new TableColumn<>(context.texts().of("audit.column." + key));
        column.setCellValueFactory(each -> new ReadOnlyObjectWrapper<>(each.getValue()));
        column.setComparator(Comparator.comparing(text));
        column.setPrefWidth(width);
        column.setCellFactory(any -> new TableCell<>() {
            @Override
            protected void updateItem(ActionRecord record, boolean empty) {
                super.updateItem(record, empty);
                String shown = empty || record == null ? null : text.apply(record);
                setText(shown);
                setTooltip(shown == null ? null : new Tooltip(shown));
            }
        });
        return column;
    }

    private TableColumn<ActionRecord, ActionRecord> outcome() {
        TableColumn<ActionRecord, ActionRecord> column =
                column("outcome", 520, record -> ActionTexts.outcomeInOneLine(context.texts(), record));
        column.setCellFactory(any -> new TableCell<>() {
            @Override
            protected void updateItem(ActionRecord record, boolean empty) {
                super.updateItem(record, empty);
                boolean isShown = !empty && record != null;
                setText(isShown ? ActionTexts.outcomeInOneLine(context.texts(), record) : null);
                setTooltip(isShown ? new Tooltip(ActionTexts.outcome(context.texts(), record)) : null);
                setGraphic(isShown ? icon(record) : null);
            }
        });
        return column;
    }

    private static FontIcon icon(ActionRecord record) {
        FontIcon icon = new FontIcon(record.isDone() ? Feather.CHECK : Feather.ALERT_CIRCLE);
        icon.getStyleClass().add("toned");
        ConditionLook.apply(record.isDone() ? Tone.GOOD : Tone.BAD, icon);
        return icon;
    }

    private void buildToolbar() {
        filter.setId("audit-filter");
        filter.setLeft(new FontIcon(Feather.SEARCH));
        filter.setPromptText(context.texts().of("audit.filter"));
        filter.setAccessibleText(context.texts().of("audit.filter"));
        filter.setTooltip(new Tooltip(context.texts().of("audit.filter.meaning")));
        filter.textProperty().addListener((any, before, now) -> applyFilter(now));
        HBox.setHgrow(filter, Priority.ALWAYS);
        filter.setMaxWidth(420);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox toolbar = new HBox(
                filter,
                columns,
                gap,
                button("copy", Feather.COPY, this::copy),
                button("export", Feather.DOWNLOAD, this::askForFile));
        toolbar.getStyleClass().add("toolbar");
        root.setTop(toolbar);
    }

    private Button button(String key, Ikon icon, Runnable action) {
        Button button = new Button(context.texts().of("audit." + key), new FontIcon(icon));
        button.setId("audit-" + key);
        button.setTooltip(new Tooltip(context.texts().of("audit." + key + ".meaning")));
        button.setOnAction(click -> action.run());
        return button;
    }

    private void applyFilter(String text) {
        Locale locale = context.texts().locale();
        String wanted = text.strip().toLowerCase(locale);
        filtered.setPredicate(record -> Stream.of(
                        record.broker(),
                        record.queue(),
                        context.texts().of("action", record.action()),
                        ActionTexts.outcomeInOneLine(context.texts(), record))
                .anyMatch(each -> each.toLowerCase(locale).contains(wanted)));
    }

    /** What is selected, or else all that is shown. */
    private void copy() {
        List<ActionRecord> selected = table.getSelectionModel().getSelectedItems();
        List<ActionRecord> copied = selected.isEmpty() ? table.getItems() : selected;
        ClipboardContent content = new ClipboardContent();
        content.putString(copied.stream().map(this::line).collect(Collectors.joining("\n")));
        Clipboard.getSystemClipboard().setContent(content);
    }

    private String line(ActionRecord record) {
        return String.join(
                "\t",
                record.time().toString(),
                record.broker(),
                context.texts().of("action", record.action()),
                record.queue(),
                ActionTexts.outcomeInOneLine(context.texts(), record));
    }

    private void askForFile() {
        // This screen may be closed when the file is written.
        Window owner = root.getScene().getWindow();
        context.files().toWrite(owner, context.texts().of("audit.export"), FILE).ifPresent(file -> export(owner, file));
    }
}
