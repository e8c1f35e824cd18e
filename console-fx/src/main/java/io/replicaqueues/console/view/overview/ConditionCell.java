// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.ViewContext;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/** The condition of a replica: icon, word and colour. For the JavaFX thread. */
final class ConditionCell extends SightCell {

    private final ViewContext context;
    private final FontIcon icon = new FontIcon();
    private final Tooltip tooltip = new Tooltip();

    ConditionCell(ViewContext context) {
        this.context = context;
        getStyleClass().add("condition");
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(420);
    }

    @Override
    void show(ReplicaRow row, ReplicaSight sight) {
        Condition condition = sight.condition();
        icon.setIconCode(ConditionLook.icon(condition));
        ConditionLook.apply(condition.tone(), this);
        setGraphic(icon);
        setText(context.texts().of("condition", condition));
        tooltip.setText(explanation(sight));
        setTooltip(tooltip);
    }

    private String explanation(ReplicaSight sight) {
        String meaning = context.texts().of("condition.meaning", sight.condition());
        String error = sight.reading().lastError();
        boolean isAboutError = sight.condition() == Condition.FAILED || sight.condition() == Condition.CONNECTING;
        String readAt = context.texts().of("overview.readAt", context.values().moment(sight.readAt()));
        return meaning + (isAboutError && !error.isEmpty() ? "\n" + error : "") + "\n" + readAt;
    }

    @Override
    void showNothing() {
        setGraphic(null);
        setText(null);
        setTooltip(null);
    }
}
