// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.Freshness;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;

/** A cell that shows one thing of a replica, and shows it faintly when it is not fresh. For the JavaFX thread. */
abstract class SightCell extends TableCell<ReplicaRow, ReplicaSight> {

    private static final PseudoClass DOUBTFUL = PseudoClass.getPseudoClass("doubtful");

    /** Shows it. */
    abstract void show(ReplicaRow row, ReplicaSight sight);

    /** Shows nothing: the cell is behind the last row. */
    abstract void showNothing();

    @Override
    protected final void updateItem(ReplicaSight sight, boolean empty) {
        super.updateItem(sight, empty);
        ReplicaRow row = getTableRow() == null ? null : getTableRow().getItem();
        boolean isShown = !empty && sight != null && row != null;
        pseudoClassStateChanged(DOUBTFUL, isShown && sight.freshness() != Freshness.FRESH);
        if (isShown) {
            show(row, sight);
        } else {
            showNothing();
        }
    }
}
