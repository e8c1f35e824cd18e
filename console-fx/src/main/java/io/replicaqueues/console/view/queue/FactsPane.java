// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import atlantafx.base.theme.Styles;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Everything a broker says of a replica, name by name. For the JavaFX thread. */
final class FactsPane extends VBox {

    private static final double SHARE_OF_NAMES = 44;
    private static final double ALL = 100;

    private final ViewContext context;
    private final ReplicaRow row;
    private final Map<String, Label> shown = new LinkedHashMap<>();

    FactsPane(ViewContext context, ReplicaRow row) {
        this.context = context;
        this.row = row;
        getStyleClass().add("facts");
        setId("facts");
        setFocusTraversable(true);
        setAccessibleText(context.texts().of("queue.facts"));
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        build();
    }

    private List<Facts.Fact> facts() {
        return Facts.of(context.texts(), context.values(), row);
    }

    private void build() {
        Texts texts = context.texts();
        List<Facts.Fact> facts = facts();
        for (Facts.Group group : Facts.Group.values()) {
            Label name = new Label(texts.of("queue.group", group));
            name.getStyleClass().add("section-title");
            GridPane grid = grid();
            facts.stream().filter(fact -> fact.group() == group).forEach(fact -> add(grid, fact));
            getChildren().addAll(group == Facts.Group.STATE ? headed(name) : name, grid);
        }
    }

    private HBox headed(Label name) {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button copy = new Button(null, new FontIcon(Feather.COPY));
        copy.setId("copy-facts");
        copy.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        copy.setTooltip(new Tooltip(context.texts().of("queue.copy")));
        copy.setAccessibleText(context.texts().of("queue.copy"));
        copy.setOnAction(click -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, inWords())));
        HBox heading = new HBox(name, gap, copy);
        heading.getStyleClass().add("section-heading");
        return heading;
    }

    private static GridPane grid() {
        ColumnConstraints names = new ColumnConstraints();
        names.setPercentWidth(SHARE_OF_NAMES);
        ColumnConstraints values = new ColumnConstraints();
        values.setPercentWidth(ALL - SHARE_OF_NAMES);
        GridPane grid = new GridPane();
        grid.getStyleClass().add("facts-grid");
        grid.getColumnConstraints().setAll(names, values);
        return grid;
    }

    private void add(GridPane grid, Facts.Fact fact) {
        Tooltip meaning = new Tooltip(context.texts().of("queue.fact." + fact.key() + ".meaning"));
        meaning.setWrapText(true);
        meaning.setMaxWidth(420);
        Label name = new Label(context.texts().of("queue.fact." + fact.key()));
        name.getStyleClass().add("fact-name");
        name.setWrapText(true);
        name.setTooltip(meaning);
        Label value = new Label(fact.value());
        value.getStyleClass().add("fact-value");
        value.setId("fact-" + fact.key());
        value.setWrapText(true);
        value.setTooltip(meaning);
        name.setLabelFor(value);
        GridPane.setValignment(name, VPos.TOP);
        GridPane.setValignment(value, VPos.TOP);
        grid.addRow(grid.getRowCount(), name, value);
        shown.put(fact.key(), value);
    }

    /** Shows them as they are now. */
    void update() {
        for (Facts.Fact fact : facts()) {
            Label value = shown.get(fact.key());
            value.setText(fact.value());
            value.setAccessibleText(context.texts().of("queue.fact." + fact.key()) + ": " + fact.value());
        }
    }

    /** The arrow keys walk through them: what each one means is then shown as for all that has the focus. */
    private void pressed(KeyEvent pressed) {
        int by = pressed.getCode() == KeyCode.DOWN ? 1 : pressed.getCode() == KeyCode.UP ? -1 : 0;
        List<Label> values = new ArrayList<>(shown.values());
        int next = values.indexOf(getScene().getFocusOwner()) + by;
        if (by != 0 && next >= 0 && next < values.size()) {
            values.get(next).requestFocus();
            bringIntoView(values.get(next));
            pressed.consume();
        }
    }

    private void bringIntoView(Node value) {
        Node above = getParent();
        while (above != null && !(above instanceof ScrollPane)) {
            above = above.getParent();
        }
        if (above instanceof ScrollPane scroll) {
            double left = scroll.getContent().getLayoutBounds().getHeight()
                    - scroll.getViewportBounds().getHeight();
            double y = scroll.getContent()
                    .sceneToLocal(value.localToScene(value.getLayoutBounds()))
                    .getMinY();
            scroll.setVvalue(left <= 0 ? 0 : (y - scroll.getViewportBounds().getHeight() / 2) / left);
        }
    }

    private String inWords() {
        String error = row.sight().reading().lastError();
        Stream<String> last =
                error.isEmpty() ? Stream.empty() : Stream.of(context.texts().of("queue.error") + ": " + error);
        Stream<String> all =
                facts().stream().map(fact -> context.texts().of("queue.fact." + fact.key()) + ": " + fact.value());
        return Stream.concat(all, last).collect(Collectors.joining("\n"));
    }
}
