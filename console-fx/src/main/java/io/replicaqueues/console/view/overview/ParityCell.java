// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.ViewContext;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Whether the content was proved equal, and when. For the JavaFX thread. */
final class ParityCell extends SightCell {

    private final ViewContext context;
    private final FontIcon icon = new FontIcon();
    private final Tooltip tooltip = new Tooltip();

    ParityCell(ViewContext context) {
        this.context = context;
        getStyleClass().add("parity");
    }

    @Override
    void show(ReplicaRow row, ReplicaSight sight) {
        String time = sight.reading()
                .lastParityTime()
                .map(context.values()::moment)
                .orElse(context.texts().of("overview.parity.never"));
        icon.setIconCode(sight.isInParity() ? Feather.CHECK : Feather.MINUS);
        ConditionLook.apply(sight.isInParity() ? Tone.GOOD : Tone.IDLE, this);
        setGraphic(icon);
        setText(time);
        tooltip.setText(context.texts().of(sight.isInParity() ? "overview.parity.yes" : "overview.parity.no", time));
        setTooltip(tooltip);
    }

    @Override
    void showNothing() {
        setGraphic(null);
        setText(null);
        setTooltip(null);
    }
}
