// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/** What is known of a message on the other side: icon, word and colour. For the JavaFX thread. */
final class FindingCell extends TableCell<MessagePair, MessagePair> {

    private static final double TOOLTIP_WIDTH = 420;

    private final Texts texts;
    private final FontIcon icon = new FontIcon();
    private final Tooltip tooltip = new Tooltip();

    FindingCell(Texts texts) {
        this.texts = texts;
        getStyleClass().add("condition");
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_WIDTH);
    }

    @Override
    protected void updateItem(MessagePair pair, boolean empty) {
        super.updateItem(pair, empty);
        if (empty || pair == null) {
            setGraphic(null);
            setText(null);
            setTooltip(null);
            return;
        }
        icon.setIconCode(FindingLook.icon(pair.finding()));
        ConditionLook.apply(pair.finding().tone(), this);
        setGraphic(icon);
        setText(texts.of("messages.finding", pair.finding()));
        tooltip.setText(meaning(texts, pair));
        setTooltip(tooltip);
    }

    /** What it means, and by what the two were matched. */
    static String meaning(Texts texts, MessagePair pair) {
        String meaning = texts.of("messages.finding.meaning", pair.finding());
        return switch (pair.basis()) {
            case NONE -> meaning;
            case MARK, CLIENT_ID, CONTENT -> meaning + "\n" + texts.of("messages.basis", pair.basis());
        };
    }
}
