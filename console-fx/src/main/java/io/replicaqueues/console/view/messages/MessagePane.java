// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.messages.BodyFormat;
import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.console.model.messages.QueueSide;
import io.replicaqueues.console.model.messages.ShownBody;
import io.replicaqueues.console.model.messages.ShownMessage;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.messages.MessageFields.Field;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One message of one side, looked at in one way. For the JavaFX thread. */
final class MessagePane {

    private static final PseudoClass DIFFERENT = PseudoClass.getPseudoClass("different");
    private static final double ROW_HEIGHT = 26;

    private final ViewContext context;
    private final QueueSide side;
    private final MessageFields fields;
    private final Label title = new Label();
    private final Label remark = new Label();
    private final TableView<Field> table = new TableView<>();
    private final TextArea body = new TextArea();
    private final Label absent = new Label();
    private final BorderPane root = new BorderPane();

    MessagePane(ViewContext context, QueueSide side) {
        this.context = context;
        this.side = side;
        this.fields = new MessageFields(context);
        String id = side.kind().name().toLowerCase(Locale.ROOT);
        buildTable(id);
        body.setId("body-" + id);
        body.setEditable(false);
        body.setWrapText(false);
        body.getStyleClass().add("monospace");
        body.setAccessibleText(context.texts().of("messages.body.accessible"));
        title.getStyleClass().add("message-title");
        remark.setId("remark-" + id);
        remark.setWrapText(true);
        remark.getStyleClass().add("message-remark");
        absent.getStyleClass().add("empty-hint");
        absent.setWrapText(true);
        root.setTop(new VBox(title, remark));
        root.getStyleClass().add("message-pane");
        root.setMinWidth(0);
    }

    Parent root() {
        return root;
    }

    /** Shows a message, or that there is none on this side. */
    void show(MessagePair pair, BodyView view) {
        title.setText(MessageColumns.title(context.texts(), side));
        Optional<ShownMessage> shown = pair == null ? Optional.empty() : MessageColumns.of(pair, side.kind());
        if (shown.isEmpty()) {
            showNothing(pair);
            return;
        }
        switch (view) {
            case PROPERTIES -> {
                table.getItems().setAll(fields.of(shown.get(), pair));
                remark(Optional.empty(), Tone.IDLE);
                root.setCenter(table);
            }
            case TEXT, JSON, HEX -> showBody(shown.get().body(), pair, view);
        }
    }

    private void showNothing(MessagePair pair) {
        remark(Optional.empty(), Tone.IDLE);
        String missing = side.state().isRead() ? "messages.absent" : "messages.notRead";
        absent.setText(context.texts().of(pair == null ? "messages.noneSelected" : missing));
        root.setCenter(absent);
    }

    private void showBody(ShownBody shown, MessagePair pair, BodyView view) {
        Texts texts = context.texts();
        boolean isDifferent = pair.differences().contains("body");
        String extent = texts.of(
                "messages.extent.meaning." + shown.extent().name(),
                shown.text().map(String::length).orElse(shown.bytes().length),
                shown.length());
        remark(
                Optional.of(isDifferent ? texts.of("messages.body.different") + " " + extent : extent),
                isDifferent ? Tone.BAD : shown.extent() == ShownBody.Extent.WHOLE ? Tone.IDLE : Tone.WARNING);
        body.setText(text(shown, view));
        body.setScrollTop(0);
        root.setCenter(body);
    }

    private String text(ShownBody shown, BodyView view) {
        return switch (view) {
            case PROPERTIES, TEXT -> printable(BodyFormat.text(shown));
            case JSON ->
                BodyFormat.json(BodyFormat.text(shown))
                        .map(MessagePane::printable)
                        .orElseGet(() -> context.texts().of("messages.noJson"));
            case HEX -> BodyFormat.hex(shown.bytes());
        };
    }

    /** Control characters would move the text about, or hide it. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\\n\\t]]", "\uFFFD");
    }

    private void remark(Optional<String> text, Tone tone) {
        remark.setText(text.orElse(""));
        remark.setManaged(text.isPresent());
        remark.setVisible(text.isPresent());
        remark.setGraphic(tone == Tone.IDLE ? null : new FontIcon(Feather.ALERT_CIRCLE));
        ConditionLook.apply(tone, remark);
    }

    private void buildTable(String id) {
        Texts texts = context.texts();
        table.setId("fields-" + id);
        table.setAccessibleText(texts.of("messages.fields.accessible"));
        table.setFixedCellSize(ROW_HEIGHT);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        TableColumn<Field, String> name = new TableColumn<>(texts.of("messages.field.name"));
        name.setCellValueFactory(
                data -> new ReadOnlyStringWrapper(data.getValue().name()));
        name.setPrefWidth(170);
        TableColumn<Field, String> value = new TableColumn<>(texts.of("messages.field.value"));
        value.setCellValueFactory(
                data -> new ReadOnlyStringWrapper(data.getValue().value()));
        value.setPrefWidth(300);
        table.getColumns().add(name);
        table.getColumns().add(value);
        table.setRowFactory(any -> new TableRow<>() {
            @Override
            protected void updateItem(Field field, boolean empty) {
                super.updateItem(field, empty);
                pseudoClassStateChanged(DIFFERENT, !empty && field != null && field.isDifferent());
                setAccessibleText(
                        empty || field == null || !field.isDifferent()
                                ? null
                                : texts.of("messages.field.different", field.name(), field.value()));
            }
        });
    }
}
