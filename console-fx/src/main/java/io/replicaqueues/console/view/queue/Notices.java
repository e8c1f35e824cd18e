// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.BrokerClock;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What has to be known before one believes a page: that it is not of now, or that clocks differ. For the JavaFX thread. */
final class Notices extends VBox {

    private final ViewContext context;
    private final ReplicaRow row;
    private final Label trust = label("notice-trust");
    private final Label clock = label("notice-clock");

    Notices(ViewContext context, ReplicaRow row) {
        this.context = context;
        this.row = row;
        getStyleClass().add("page-notices");
        getChildren().addAll(trust, clock);
    }

    private static Label label(String id) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().add("page-notice");
        return label;
    }

    void update() {
        Condition condition = row.sight().condition();
        show(trust, trust(), ConditionLook.icon(condition), condition.tone());
        show(clock, clock(), Feather.CLOCK, Condition.Tone.WARNING);
        boolean isAny = trust.isVisible() || clock.isVisible();
        setVisible(isAny);
        setManaged(isAny);
    }

    private static void show(Label label, Optional<String> text, Ikon icon, Condition.Tone tone) {
        label.setVisible(text.isPresent());
        label.setManaged(text.isPresent());
        if (text.isPresent() && !text.get().equals(label.getText())) {
            label.setText(text.get());
            label.setGraphic(new FontIcon(icon));
            ConditionLook.apply(tone, label);
        }
    }

    private Optional<String> trust() {
        Texts texts = context.texts();
        String broker = row.broker().profile().name();
        String readAt = context.values().moment(row.sight().readAt());
        return switch (row.sight().freshness()) {
            case FRESH -> Optional.empty();
            case STALE -> Optional.of(texts.of("queue.notice.stale", broker, readAt));
            case UNKNOWN -> Optional.of(texts.of("queue.notice.lost", broker, readAt, lost()));
            case GONE -> {
                String since = context.values().moment(row.changes().get(0).time());
                yield Optional.of(texts.of("queue.notice.gone", broker, row.queue(), since));
            }
        };
    }

    private String lost() {
        if (row.broker().lacksExtension()) {
            return context.texts().of("tree.bare.meaning");
        }
        ConnectionFailure failure = row.broker().link().failure();
        return failure == null ? "" : context.texts().of("failure", failure.reason());
    }

    private Optional<String> clock() {
        BrokerClock now = row.broker().clock();
        if (!now.isOff()) {
            return Optional.empty();
        }
        String key = now.ahead().isNegative() ? "queue.notice.behind" : "queue.notice.ahead";
        String broker = row.broker().profile().name();
        return Optional.of(context.texts()
                .of(key, broker, context.values().duration(now.ahead().abs())));
    }
}
