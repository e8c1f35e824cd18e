// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.create;

import atlantafx.base.controls.CustomTextField;
import io.replicaqueues.console.connection.QueuePage;
import io.replicaqueues.console.model.CreationModel;
import io.replicaqueues.console.view.ViewContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.transformation.FilteredList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The queues to choose from: a list with a filter where the original broker is connected, and lines to write where it is
 * not. For the JavaFX thread.
 */
final class QueuePicker {

    private static final double ROW_HEIGHT = 28;

    private final ViewContext context;
    private final CreationModel creation;
    private final FilteredList<QueuePage.Queue> filtered;
    private final Map<String, BooleanProperty> marks = new TreeMap<>();
    private final CustomTextField filter = new CustomTextField();
    private final ListView<QueuePage.Queue> list = new ListView<>();
    private final TextArea lines = new TextArea();
    private final Label placeholder = new Label();
    private final Button all;
    private final VBox root = new VBox();
    private boolean isMarkingMany;

    QueuePicker(ViewContext context, CreationModel creation) {
        this.context = context;
        this.creation = creation;
        this.filtered = new FilteredList<>(creation.originals());
        this.all = new Button(context.texts().of("create.all"), new FontIcon(Feather.CHECK_SQUARE));
        buildList();
        buildLines();
        root.getStyleClass().add("picker");
        root.getChildren().setAll(line(), list, lines);
        InvalidationListener update = any -> showWhatApplies();
        creation.sourceProperty().addListener((any, before, now) -> {
            marks.clear();
            lines.clear();
            filter.clear();
            showWhatApplies();
        });
        creation.sourceFailureProperty().addListener(update);
        showWhatApplies();
    }

    /** What to show. */
    Node root() {
        return root;
    }

    /** Chooses a queue no more. */
    void drop(String queue) {
        if (marks.containsKey(queue)) {
            marks.get(queue).set(false);
        }
        lines.setText(lines.getText()
                .lines()
                .filter(each -> !each.strip().equals(queue))
                .collect(Collectors.joining("\n")));
    }

    private HBox line() {
        filter.setId("create-filter");
        filter.setLeft(new FontIcon(Feather.SEARCH));
        filter.setPromptText(context.texts().of("create.filter"));
        filter.setAccessibleText(context.texts().of("create.filter"));
        filter.setTooltip(new Tooltip(context.texts().of("create.filter.meaning")));
        filter.textProperty().addListener((any, before, now) -> applyFilter(now));
        HBox.setHgrow(filter, Priority.ALWAYS);
        all.setId("create-all");
        all.setMinWidth(Region.USE_PREF_SIZE);
        all.setTooltip(new Tooltip(context.texts().of("create.all.meaning")));
        all.setOnAction(click -> markAllShown());
        HBox line = new HBox(filter, all);
        line.getStyleClass().add("toolbar");
        line.visibleProperty().bind(list.visibleProperty());
        line.managedProperty().bind(list.managedProperty());
        return line;
    }

    private void buildList() {
        list.setId("create-queues");
        list.setAccessibleText(context.texts().of("create.queues"));
        list.setItems(filtered);
        list.setFixedCellSize(ROW_HEIGHT);
        placeholder.setWrapText(true);
        placeholder.getStyleClass().add("hint");
        list.setPlaceholder(placeholder);
        list.setCellFactory(CheckBoxListCell.forListView(queue -> mark(name(queue)), names()));
        list.setOnKeyPressed(pressed -> {
            QueuePage.Queue focused = list.getFocusModel().getFocusedItem();
            if (pressed.getCode() == KeyCode.SPACE && focused != null) {
                BooleanProperty mark = mark(name(focused));
                mark.set(!mark.get());
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
    }

    private void buildLines() {
        lines.setId("create-lines");
        lines.setPromptText(context.texts().of("create.lines"));
        lines.setAccessibleText(context.texts().of("create.lines"));
        lines.setTooltip(new Tooltip(context.texts().of("create.lines.meaning")));
        lines.addEventFilter(KeyEvent.KEY_PRESSED, this::leave);
        lines.textProperty()
                .addListener((any, before, now) -> creation.choose(now.lines()
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .toList()));
        VBox.setVgrow(lines, Priority.ALWAYS);
    }

    /** Out of an area of lines leads Ctrl+Tab, and Tab writes one. No name has a tab, and a form is left by Tab. */
    private void leave(KeyEvent pressed) {
        if (pressed.getCode() == KeyCode.TAB && !pressed.isControlDown()) {
            pressed.consume();
            lines.fireEvent(
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, pressed.isShiftDown(), true, false, false));
        }
    }

    private StringConverter<QueuePage.Queue> names() {
        return new StringConverter<>() {
            @Override
            public String toString(QueuePage.Queue queue) {
                return context.texts()
                        .of("create.queue", name(queue), context.values().count(queue.messages()));
            }

            @Override
            public QueuePage.Queue fromString(String text) {
                throw new UnsupportedOperationException("The list is not editable");
            }
        };
    }

    private static String name(QueuePage.Queue queue) {
        return queue.location().queue();
    }

    private BooleanProperty mark(String queue) {
        return marks.computeIfAbsent(queue, any -> {
            BooleanProperty mark = new SimpleBooleanProperty();
            mark.addListener((property, before, now) -> choose());
            return mark;
        });
    }

    private void markAllShown() {
        isMarkingMany = true;
        List.copyOf(filtered).forEach(queue -> mark(name(queue)).set(true));
        isMarkingMany = false;
        choose();
    }

    private void choose() {
        if (!isMarkingMany) {
            creation.choose(marks.entrySet().stream()
                    .filter(each -> each.getValue().get())
                    .map(Map.Entry::getKey)
                    .toList());
        }
    }

    private void applyFilter(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        filtered.setPredicate(queue -> name(queue).toLowerCase(Locale.ROOT).contains(wanted));
    }

    private void showWhatApplies() {
        boolean isListed = creation.sourceProperty().get() != null
                && creation.sourceFailureProperty().get() == null;
        list.setVisible(isListed);
        list.setManaged(isListed);
        lines.setVisible(!isListed);
        lines.setManaged(!isListed);
        placeholder.setText(context.texts().of("create.queues.none"));
    }
}
