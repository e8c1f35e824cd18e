// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.ReplicaAction;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.messages.MessageExport;
import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.console.model.messages.MessagesModel;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Screen;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.actions.ActionTexts;
import io.replicaqueues.console.view.columns.ColumnsButton;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The messages of a queue, or of an original and its replica side by side. For the JavaFX thread. */
public final class MessagesView implements Screen {

    private static final double ROW_HEIGHT = 28;
    private static final double TABLE_SHARE = 0.55;
    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final ViewContext context;
    private final MessagesModel model;
    private final TableView<MessagePair> table = new TableView<>();
    private final PageBar pageBar;
    private final DetailPane detail;
    private final Notices notices;
    private final Exporter exporter;
    private final ProgressIndicator busy = new ProgressIndicator();
    private final ColumnsButton columns;
    private final Button verify;
    private final Button export;
    private final BorderPane root = new BorderPane();
    private final Subscription listening;
    private Set<String> selectedKeys = Set.of();
    private boolean closed;

    /** The messages of a model, which is read at once. */
    public MessagesView(ViewContext context, MessagesModel model) {
        this.context = context;
        this.model = model;
        this.pageBar = new PageBar(context, model);
        this.detail = new DetailPane(context, model.sides());
        this.notices = new Notices(context, model);
        this.exporter = new Exporter(context.texts());
        this.columns = new ColumnsButton("messages-columns", context.texts(), table);
        this.verify = button("verify", Feather.CHECK_SQUARE, this::verify);
        this.export = button("export", Feather.DOWNLOAD, this::export);
        buildTable();
        SplitPane split = new SplitPane(table, detail.root());
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(TABLE_SHARE);
        root.setTop(new VBox(toolbar(), notices.root()));
        root.setCenter(split);
        root.getStyleClass().add("messages");
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        this.listening = listen();
        model.read();
        update();
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void close() {
        closed = true;
        listening.unsubscribe();
        model.close();
    }

    private Subscription listen() {
        ListChangeListener<MessagePair> onPairs = change -> restoreSelection();
        model.pairs().addListener(onPairs);
        ListChangeListener<MessagePair> onSelection = change -> selected();
        table.getSelectionModel().getSelectedItems().addListener(onSelection);
        return context.model()
                .afterBatch(this::update)
                .and(table.getSelectionModel().selectedItemProperty().subscribe(detail::show))
                .and(model.readingProperty().subscribe(this::update))
                .and(() -> model.pairs().removeListener(onPairs));
    }

    private HBox toolbar() {
        busy.setMaxSize(18, 18);
        busy.visibleProperty().bind(model.readingProperty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button again = button("again", Feather.REFRESH_CW, model::read);
        HBox toolbar = new HBox(pageBar.root(), again, columns, busy, gap, verify, export);
        again.setText(null);
        toolbar.getStyleClass().add("toolbar");
        return toolbar;
    }

    private void buildTable() {
        Texts texts = context.texts();
        table.setId("message-table");
        table.setAccessibleText(texts.of("messages.accessible"));
        table.setFixedCellSize(ROW_HEIGHT);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().setAll(new MessageColumns(context).of(model.sides()));
        table.setItems(model.pairs());
        Label empty = new Label();
        empty.getStyleClass().add("empty-hint");
        empty.textProperty()
                .bind(model.readingProperty().map(now -> texts.of(now ? "messages.reading" : "messages.empty")));
        table.setPlaceholder(empty);
    }

    private void update() {
        pageBar.update();
        notices.update();
        export.setDisable(selection().isEmpty());
        boolean isOffered =
                model.replica().map(row -> !row.broker().profile().readOnly()).orElse(false);
        verify.setVisible(isOffered);
        verify.setManaged(isOffered);
        verify.setDisable(!model.replica().map(ReplicaAction.VERIFY::suits).orElse(false));
        titles();
    }

    /** The broker of the original may have been connected since. */
    private void titles() {
        model.sides()
                .forEach(side -> table.getColumns().stream()
                        .filter(column -> column.getId().equalsIgnoreCase("group-" + side.kind()))
                        .forEach(column -> column.setText(MessageColumns.title(context.texts(), side))));
    }

    private void selected() {
        List<MessagePair> selected = selection();
        export.setDisable(selected.isEmpty());
        if (!selected.isEmpty()) {
            selectedKeys = selected.stream().map(MessagePair::key).collect(Collectors.toSet());
        }
    }

    /** Without what a table has in its selection for a moment while its items change. */
    private List<MessagePair> selection() {
        return table.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** After another reading the same messages are selected, as far as they are still there. */
    private void restoreSelection() {
        List<MessagePair> pairs = model.pairs();
        int[] wanted = IntStream.range(0, pairs.size())
                .filter(i -> selectedKeys.contains(pairs.get(i).key()))
                .toArray();
        table.getSelectionModel().clearSelection();
        if (wanted.length > 0) {
            table.getSelectionModel().selectIndices(wanted[0], wanted);
        } else if (!pairs.isEmpty()) {
            table.getSelectionModel().select(0);
            table.scrollTo(0);
        }
    }

    private void verify() {
        ReplicaRow replica = model.replica().orElseThrow();
        verify.setDisable(true);
        notices.tell(Tone.BUSY, context.texts().of("messages.verifying"));
        Window owner = root.getScene().getWindow();
        CompletableFuture<Void> unused =
                context.model().act(ReplicaAction.VERIFY, replica).thenAccept(record -> verified(owner, record));
    }

    private void verified(Window owner, ActionRecord record) {
        if (closed) {
            Texts texts = context.texts();
            Dialogs.report(
                    owner,
                    texts,
                    texts.of(record.isDone() ? "report.done" : "report.notDone", texts.of("action", record.action())),
                    texts.of("report.row", record.queue(), record.broker()) + "\n"
                            + ActionTexts.outcome(texts, record));
            return;
        }
        String outcome = ActionTexts.outcomeInOneLine(context.texts(), record);
        notices.tell(
                record.isDone() ? Tone.IDLE : Tone.BAD,
                context.texts().of("messages.verified", context.values().moment(record.time()), outcome));
        model.read();
    }

    private void export() {
        MessageExport chosen = MessageExport.of(model, selection());
        String queue = model.sides().get(0).queue().replaceAll("[^\\w.-]+", "_");
        String name = "messages-" + queue + "-"
                + LocalDateTime.now(ZoneId.systemDefault()).format(FILE_TIME) + ".json";
        Window owner = root.getScene().getWindow();
        String title = context.texts().of("messages.export.title");
        context.files()
                .toWrite(owner, title, name)
                .ifPresent(file -> exporter.write(chosen, file, (tone, text) -> exported(owner, title, tone, text)));
    }

    /** Of a screen that was closed meanwhile only what is not as was wanted is told. */
    private void exported(Window owner, String title, Tone tone, String text) {
        if (!closed) {
            notices.tell(tone, text);
        } else if (tone != Tone.GOOD) {
            Dialogs.report(owner, context.texts(), title, text);
        }
    }

    private void pressed(KeyEvent pressed) {
        if (pressed.getCode() == KeyCode.F5) {
            // Not consumed: the window reads the brokers too.
            model.read();
        } else if (pressed.isAltDown() && pressed.getCode() == KeyCode.RIGHT) {
            pageBar.goNext();
            pressed.consume();
        } else if (pressed.isAltDown() && pressed.getCode() == KeyCode.LEFT) {
            pageBar.goPrevious();
            pressed.consume();
        } else if (pressed.isShortcutDown() && pressed.getCode() == KeyCode.E) {
            export.fire();
            pressed.consume();
        } else if (pressed.isShortcutDown() && pressed.getCode() == KeyCode.K) {
            columns.fire();
            // Otherwise the window offers those of the overview.
            pressed.consume();
        } else if (pressed.isShortcutDown() && pressed.getCode() == KeyCode.L) {
            pageBar.focusSelector();
            pressed.consume();
        }
    }

    private Button button(String key, Ikon icon, Runnable action) {
        Texts texts = context.texts();
        Button button = new Button(texts.of("messages." + key), new FontIcon(icon));
        button.setId("messages-" + key);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(texts.of("messages." + key + ".meaning")));
        button.setAccessibleText(texts.of("messages." + key));
        button.setOnAction(click -> action.run());
        return button;
    }
}
