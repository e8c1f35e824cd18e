// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.about;

import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.List;
import java.util.stream.Collectors;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/** What this is, which versions are at work, which keys do what, and the licences. For the JavaFX thread. */
public final class AboutDialog extends Dialog<Void> {

    private static final double WIDTH = 740;
    private static final double LABELS = 230;
    private static final List<String> KEYS =
            List.of("connect", "create", "read", "look", "open", "notices", "tabs", "dividers", "hint", "window");

    private final Texts texts;
    private final List<Versions.Line> versions;

    /** The dialog with the versions of now, not shown yet. */
    public AboutDialog(Window owner, ViewContext context) {
        this.texts = context.texts();
        this.versions = Versions.of(texts, context.model().brokers().brokers());
        setTitle(texts.of("about.title"));
        setHeaderText(texts.of("app.title"));
        Dialogs.adopt(this, owner);
        ButtonType copy = new ButtonType(texts.of("about.copy"), ButtonData.LEFT);
        getDialogPane()
                .getButtonTypes()
                .setAll(copy, new ButtonType(texts.of("dialog.close"), ButtonData.CANCEL_CLOSE));
        Node button = getDialogPane().lookupButton(copy);
        button.setId("about-copy");
        button.addEventFilter(ActionEvent.ACTION, pressed -> {
            copy();
            pressed.consume();
        });
        VBox content = new VBox(
                paragraph("about.what"),
                heading("about.versions"),
                table(versions.stream()
                        .map(line -> List.of(line.part(), line.version()))
                        .toList()),
                heading("about.keys"),
                table(KEYS.stream()
                        .map(key -> List.of(texts.of("about.keys." + key), texts.of("about.keys." + key + ".do")))
                        .toList()),
                heading("about.licence"),
                paragraph("about.licence.text"));
        content.getStyleClass().add("about");
        getDialogPane().setContent(content);
        getDialogPane().setPrefWidth(WIDTH);
    }

    private Label heading(String key) {
        Label heading = new Label(texts.of(key));
        heading.getStyleClass().add("section");
        return heading;
    }

    private Label paragraph(String key) {
        Label paragraph = new Label(texts.of(key));
        paragraph.setWrapText(true);
        return paragraph;
    }

    /** Two columns, the right one to be selected and copied. */
    private static GridPane table(List<List<String>> lines) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("facts");
        ColumnConstraints names = new ColumnConstraints(LABELS);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        for (List<String> line : lines) {
            Label name = new Label(line.get(0));
            name.getStyleClass().add("fact-name");
            TextField value = new TextField(line.get(1));
            value.setEditable(false);
            value.getStyleClass().add("fact");
            value.setAccessibleText(line.get(0));
            grid.addRow(grid.getRowCount(), name, value);
        }
        return grid;
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(versions.stream()
                .map(line -> line.part() + ": " + line.version())
                .collect(Collectors.joining("\n")));
        Clipboard.getSystemClipboard().setContent(content);
    }
}
