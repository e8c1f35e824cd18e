// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.Freshness;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.mbeans.ReplicaState;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/** The last error of a replica in the broker's words, and what to do about it. For the JavaFX thread. */
final class ErrorPane extends VBox {

    private final ViewContext context;
    private final Label title = new Label();
    private final Label text = new Label();
    private final Label advice = new Label();
    private Tone tone;

    ErrorPane(ViewContext context) {
        this.context = context;
        getStyleClass().add("last-error");
        setId("last-error");
        title.getStyleClass().add("section-title");
        title.setWrapText(true);
        text.setId("error-text");
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        text.getStyleClass().add("error-text");
        text.setTooltip(new Tooltip(context.texts().of("queue.error")));
        advice.setMaxWidth(Double.MAX_VALUE);
        advice.setId("advice");
        advice.setWrapText(true);
        advice.getStyleClass().add("advice");
        getChildren().addAll(title, text, advice);
    }

    /** Shows it, or nothing if there was none. */
    void show(ReplicaSight sight) {
        ReplicaReading reading = sight.reading();
        boolean hasError = !reading.lastError().isEmpty();
        setVisible(hasError);
        setManaged(hasError);
        if (!hasError) {
            return;
        }
        boolean isOver = isOver(reading);
        String time = reading.lastErrorTime().map(context.values()::moment).orElse("");
        title.setText(context.texts().of(isOver ? "queue.error.over" : "queue.error.now", time));
        text.setText(reading.lastError());
        String what = context.texts().of("queue.advice", Advice.on(reading.lastError(), reading.state()));
        advice.setText(isOver ? context.texts().of("queue.advice.over", what) : what);
        showTone(tone(sight, isOver));
    }

    private void showTone(Tone now) {
        if (now != tone) {
            tone = now;
            ConditionLook.apply(now, this);
        }
    }

    private static Tone tone(ReplicaSight sight, boolean isOver) {
        if (isOver || sight.freshness() != Freshness.FRESH) {
            return Tone.IDLE;
        }
        return sight.reading().state() == ReplicaState.FAILED ? Tone.BAD : Tone.WARNING;
    }

    /** Whether the replica has followed since: both times are by the same clock. */
    private static boolean isOver(ReplicaReading reading) {
        boolean follows = reading.state() == ReplicaState.LIVE || reading.state() == ReplicaState.CATCHING_UP;
        return follows
                && reading.lastErrorTime()
                        .flatMap(error -> reading.stateSince().map(error::isBefore))
                        .orElse(true);
    }
}
