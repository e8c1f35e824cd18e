// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaRow.StateChange;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.ViewContext;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a replica went through since the console knows it, the latest first. For the JavaFX thread. */
final class ChangesPane extends VBox {

    private static final double ROW_HEIGHT = 28;
    private static final double HEIGHT = 150;

    private final ListView<StateChange> list = new ListView<>();

    ChangesPane(ViewContext context, ReplicaRow row) {
        getStyleClass().add("changes");
        Label title = new Label(context.texts().of("queue.changes"));
        title.getStyleClass().add("section-title");
        list.setId("changes");
        list.setAccessibleText(context.texts().of("queue.changes"));
        list.setFixedCellSize(ROW_HEIGHT);
        list.setPrefHeight(HEIGHT);
        list.setMinHeight(2 * ROW_HEIGHT);
        list.setCellFactory(any -> new ChangeCell(context));
        list.setItems(row.changes());
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(title, list);
    }

    /** Lets go of the replica. */
    void close() {
        list.setItems(null);
    }

    private static final class ChangeCell extends ListCell<StateChange> {

        private static final double WIDTH_OF_TIME = 128;
        private static final double WIDTH_OF_CONDITION = 130;

        private final ViewContext context;
        private final Label time = new Label();
        private final FontIcon icon = new FontIcon();
        private final Label condition = new Label(null, icon);
        private final Label text = new Label();
        private final HBox line = new HBox(time, condition, text);
        private final Tooltip tooltip = new Tooltip();

        ChangeCell(ViewContext context) {
            this.context = context;
            line.getStyleClass().add("change");
            time.setMinWidth(Region.USE_PREF_SIZE);
            time.setPrefWidth(WIDTH_OF_TIME);
            time.getStyleClass().add("change-time");
            condition.setMinWidth(WIDTH_OF_CONDITION);
            condition.getStyleClass().add("change-condition");
            text.setMinWidth(0);
            tooltip.setWrapText(true);
            tooltip.setMaxWidth(420);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(StateChange change, boolean empty) {
            super.updateItem(change, empty);
            if (empty || change == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            String meaning = context.texts().of("condition.meaning", change.condition());
            time.setText(context.values().moment(change.time()));
            icon.setIconCode(ConditionLook.icon(change.condition()));
            ConditionLook.apply(change.condition().tone(), condition);
            condition.setText(context.texts().of("condition", change.condition()));
            text.setText(change.text().isEmpty() ? meaning : change.text());
            tooltip.setText(change.text().isEmpty() ? meaning : meaning + "\n" + change.text());
            setAccessibleText(time.getText() + ", " + condition.getText() + ", " + text.getText());
            setTooltip(tooltip);
            setGraphic(line);
        }
    }
}
