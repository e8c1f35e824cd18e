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
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/** A notice in the list. For the JavaFX thread. */
final class NoticeCell extends ListCell<Notice> {

    private static final double TEXT_WIDTH = 258;

    private final NoticeTexts texts;
    private final Values values;
    private final FontIcon icon = new FontIcon();
    /** Texts, since a list asks labels for their height before it says the width. */
    private final Text title = new Text();

    private final Text detail = new Text();
    private final Label time = new Label();
    private final HBox line;

    NoticeCell(NoticeTexts texts, Values values) {
        this.texts = texts;
        this.values = values;
        icon.getStyleClass().add("toned");
        title.getStyleClass().add("notice-title");
        title.setWrappingWidth(TEXT_WIDTH);
        detail.getStyleClass().add("notice-detail");
        detail.setWrappingWidth(TEXT_WIDTH);
        time.getStyleClass().add("hint");
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
