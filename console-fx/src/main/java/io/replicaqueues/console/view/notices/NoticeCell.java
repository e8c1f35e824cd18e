// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.notices;

import io.replicaqueues.console.model.Notice;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Values;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** A notice in the list. For the JavaFX thread. */
final class NoticeCell extends ListCell<Notice> {

    private static final double TEXT_WIDTH = 258;

    private final NoticeTexts texts;
    private final Values values;
    private final FontIcon icon = new FontIcon();
    private final Label title = new Label();
    private final Label detail = new Label();
    private final Label time = new Label();
    private final HBox line;

    NoticeCell(NoticeTexts texts, Values values) {
        this.texts = texts;
        this.values = values;
        icon.getStyleClass().add("toned");
        title.getStyleClass().add("notice-title");
        title.setWrapText(true);
        detail.getStyleClass().add("hint");
        detail.setWrapText(true);
        time.getStyleClass().add("hint");
        // A list asks for the height before it says the width.
        title.setPrefWidth(TEXT_WIDTH);
        detail.setPrefWidth(TEXT_WIDTH);
        VBox words = new VBox(title, detail, time);
        HBox.setHgrow(words, Priority.ALWAYS);
        line = new HBox(icon, words);
        line.getStyleClass().add("notice");
        // Otherwise it is as wide as its text, and nothing is wrapped.
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(Notice notice, boolean empty) {
        super.updateItem(notice, empty);
        if (empty || notice == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        icon.setIconCode(NoticeTexts.icon(notice));
        ConditionLook.apply(NoticeTexts.tone(notice), icon);
        title.setText(texts.title(notice));
        String more = texts.detail(notice);
        detail.setText(more);
        detail.setManaged(!more.isEmpty());
        time.setText(values.moment(notice.time()));
        setAccessibleText(title.getText() + ". " + more);
        setGraphic(line);
    }
}
