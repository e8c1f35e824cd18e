// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.CatchUp;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.CatchUpBar;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.ViewContext;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The condition of a replica: icon, word and colour. For the JavaFX thread. */
final class ConditionCell extends SightCell {

    private final ViewContext context;
    private final FontIcon icon = new FontIcon();
    private final Tooltip tooltip = new Tooltip();
    private final Label word = new Label();
    private final CatchUpBar bar;
    private final VBox withBar;

    ConditionCell(ViewContext context) {
        this.context = context;
        this.bar = CatchUpBar.brief(context);
        this.withBar = new VBox(word, bar);
        getStyleClass().add("condition");
        withBar.setAlignment(Pos.CENTER_LEFT);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(420);
    }

    @Override
    void show(ReplicaRow row, ReplicaSight sight) {
        Condition condition = sight.condition();
        icon.setIconCode(ConditionLook.icon(condition));
        ConditionLook.apply(condition.tone(), this);
        showWord(context.texts().of("condition", condition), sight.catchUp());
        tooltip.setText(explanation(sight));
        setTooltip(tooltip);
    }

    private void showWord(String text, Optional<CatchUp> catchUp) {
        if (catchUp.isEmpty()) {
            word.setGraphic(null);
            setGraphic(icon);
            setText(text);
            return;
        }
        bar.show(catchUp.get());
        setText(null);
        word.setText(text);
        setGraphic(withBar);
        word.setGraphic(icon);
    }

    private String explanation(ReplicaSight sight) {
        String meaning = context.texts().of("condition.meaning", sight.condition());
        String error = sight.reading().lastError();
        boolean isAboutError = sight.condition() == Condition.FAILED || sight.condition() == Condition.CONNECTING;
        String readAt = context.texts().of("overview.readAt", context.values().moment(sight.readAt()));
        String catchUp = sight.catchUp()
                .map(each -> "\n" + CatchUpBar.inWords(context, each))
                .orElse("");
        return meaning + catchUp + (isAboutError && !error.isEmpty() ? "\n" + error : "") + "\n" + readAt;
    }

    @Override
    void showNothing() {
        setGraphic(null);
        setText(null);
        setTooltip(null);
    }
}
