// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import java.util.function.BiFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/** A queue's name, and its broker under it. For the JavaFX thread. */
final class QueueCell extends SightCell {

    private final BiFunction<ReplicaRow, ReplicaSight, String> queue;
    private final BiFunction<ReplicaRow, ReplicaSight, String> broker;
    private final BiFunction<ReplicaRow, Node, Node> mark;
    private final Label queueLabel = new Label();
    private final Label brokerLabel = new Label();
    private final VBox lines = new VBox(queueLabel, brokerLabel);
    private final Tooltip tooltip = new Tooltip();

    /**
     * A cell.
     *
     * @param queue the upper line
     * @param broker the lower line
     * @param mark what stands before the lower line, given what stood there before; may give null
     */
    QueueCell(
            BiFunction<ReplicaRow, ReplicaSight, String> queue,
            BiFunction<ReplicaRow, ReplicaSight, String> broker,
            BiFunction<ReplicaRow, Node, Node> mark) {
        this.queue = queue;
        this.broker = broker;
        this.mark = mark;
        queueLabel.getStyleClass().add("queue-name");
        brokerLabel.getStyleClass().add("broker-name");
        queueLabel.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        lines.setAlignment(Pos.CENTER_LEFT);
        lines.setMinWidth(0);
    }

    @Override
    void show(ReplicaRow row, ReplicaSight sight) {
        queueLabel.setText(queue.apply(row, sight));
        brokerLabel.setText(broker.apply(row, sight));
        brokerLabel.setGraphic(mark.apply(row, brokerLabel.getGraphic()));
        tooltip.setText(queueLabel.getText() + "\n" + brokerLabel.getText());
        setTooltip(tooltip);
        setGraphic(lines);
    }

    @Override
    void showNothing() {
        setGraphic(null);
        setTooltip(null);
    }
}
