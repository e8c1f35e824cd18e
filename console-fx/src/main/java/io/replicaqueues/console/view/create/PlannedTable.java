// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.create;

import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.PlannedReplica;
import io.replicaqueues.console.model.PlannedReplica.Step;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The chosen queues, the names of their replicas, and what would be done with each. For the JavaFX thread. */
final class PlannedTable extends TableView<PlannedReplica> {

    private static final double ROW_HEIGHT = 38;
    private static final double NAME = 190;
    private static final double STEP = 200;

    private final Texts texts;

    PlannedTable(Texts texts, ObservableList<PlannedReplica> planned) {
        super(planned);
        this.texts = texts;
        setId("create-planned");
        setAccessibleText(texts.of("create.planned"));
        setFixedCellSize(ROW_HEIGHT);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getStyleClass().add("planned");
        Label none = new Label(texts.of("create.planned.none"));
        none.getStyleClass().add("hint");
        setPlaceholder(none);
        TableColumn<PlannedReplica, String> original = column("create.column.original", NAME);
        original.setCellValueFactory(
                each -> new ReadOnlyStringWrapper(each.getValue().originalQueue()));
        TableColumn<PlannedReplica, String> replica = column("create.column.replica", NAME);
        replica.setCellValueFactory(each -> each.getValue().replicaQueueProperty());
        replica.setCellFactory(any -> new NameCell());
        TableColumn<PlannedReplica, Step> step = column("create.column.step", STEP);
        step.setCellValueFactory(each -> each.getValue().stepProperty());
        step.setCellFactory(any -> new StepCell());
        getColumns().setAll(List.of(original, replica, step));
    }

    private <T> TableColumn<PlannedReplica, T> column(String key, double width) {
        TableColumn<PlannedReplica, T> column = new TableColumn<>(texts.of(key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    /** A field that is always there: what is typed counts at once. */
    private final class NameCell extends TableCell<PlannedReplica, String> {

        private final TextField field = new TextField();

        NameCell() {
            field.getStyleClass().add("replica-name");
            field.textProperty().addListener((any, before, now) -> {
                PlannedReplica plan =
                        getTableRow() == null ? null : getTableRow().getItem();
                if (plan != null && !isEmpty() && !now.equals(plan.replicaQueue())) {
                    plan.replicaQueueProperty().set(now);
                }
            });
        }

        @Override
        protected void updateItem(String name, boolean empty) {
            super.updateItem(name, empty);
            if (empty || getTableRow() == null || getTableRow().getItem() == null) {
                setGraphic(null);
                return;
            }
            if (!field.getText().equals(name)) {
                field.setText(name);
            }
            field.setAccessibleText(
                    texts.of("create.name.of", getTableRow().getItem().originalQueue()));
            setGraphic(field);
        }
    }

    private final class StepCell extends TableCell<PlannedReplica, Step> {

        @Override
        protected void updateItem(Step step, boolean empty) {
            super.updateItem(step, empty);
            if (empty || step == null) {
                setText(null);
                setGraphic(null);
                setTooltip(null);
                return;
            }
            FontIcon icon = new FontIcon(
                    switch (step) {
                        case CREATE -> Feather.PLUS_CIRCLE;
                        case ADOPT -> Feather.LINK;
                        case TRY -> Feather.HELP_CIRCLE;
                        case NAME_UNFIT, NAME_TAKEN, IS_REPLICA, TWICE, ADOPT_IS_ASYNC -> Feather.X_CIRCLE;
                    });
            icon.getStyleClass().add("toned");
            ConditionLook.apply(step.isPossible() ? Tone.BUSY : Tone.BAD, icon);
            setText(texts.of("create.step", step));
            setGraphic(icon);
            setTooltip(new Tooltip(texts.of("create.step.meaning", step)));
        }
    }
}
