// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.Totals;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.ViewContext;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** How all is, in letters that can be read from across the room. For the JavaFX thread. */
public final class StatusStrip {

    private final ViewContext context;
    private final FontIcon icon = new FontIcon();
    private final Label headline = new Label();
    private final Label detail = new Label();
    private final HBox counts = new HBox();
    private final HBox root = new HBox();
    private final Consumer<ReplicaRow> onWorst;
    private ReplicaRow worst;

    /**
     * The strip for the context's model.
     *
     * @param onWorst what to do when a person wants to see the worst replica
     */
    public StatusStrip(ViewContext context, Consumer<ReplicaRow> onWorst) {
        this.context = context;
        this.onWorst = onWorst;
        VBox words = new VBox(headline, detail);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        root.getChildren().addAll(icon, words, gap, counts);
        root.getStyleClass().add("status-strip");
        headline.setId("headline");
        headline.getStyleClass().add("headline");
        detail.getStyleClass().add("headline-detail");
        counts.getStyleClass().add("counts");
        counts.setMinWidth(Region.USE_PREF_SIZE);
        root.setId("status");
        root.setFocusTraversable(true);
        root.setAccessibleRole(AccessibleRole.BUTTON);
        root.setOnMouseClicked(click -> showWorst());
        root.setOnKeyPressed(pressed -> {
            if (pressed.getCode() == KeyCode.ENTER || pressed.getCode() == KeyCode.SPACE) {
                showWorst();
                pressed.consume();
            }
        });
        context.model().brokers().totalsProperty().addListener((any, before, now) -> show(now));
        show(context.model().brokers().totalsProperty().get());
    }

    /** What to show. */
    public Parent root() {
        return root;
    }

    /** Shows the worst replica, if there is one that needs a look. */
    public void showWorst() {
        if (worst != null) {
            onWorst.accept(worst);
        }
    }

    private void show(Totals totals) {
        worst = totals.worst().orElse(null);
        boolean isBroken = worst != null && worst.sight().condition() == Condition.FAILED;
        if (totals.lostBrokers() > 0 && !isBroken) {
            headline(
                    Feather.CLOUD_OFF,
                    Tone.BAD,
                    context.texts().of("strip.lost", totals.lostBrokers()),
                    context.texts().of("strip.lost.detail"));
        } else if (totals.bareBrokers() > 0 && !isBroken) {
            headline(
                    Feather.HELP_CIRCLE,
                    Tone.BAD,
                    context.texts().of("strip.bare", totals.bareBrokers()),
                    context.texts().of("strip.bare.detail"));
        } else if (worst != null) {
            Condition condition = worst.sight().condition();
            headline(
                    ConditionLook.icon(condition),
                    condition.tone(),
                    context.texts()
                            .of(
                                    "strip.headline",
                                    totals.count(condition),
                                    context.texts().of("strip.condition", condition)),
                    context.texts()
                            .of(
                                    "strip.worst",
                                    worst.queue(),
                                    worst.broker().profile().name()));
        } else if (totals.unheardBrokers() > 0) {
            headline(
                    Feather.LOADER,
                    Tone.BUSY,
                    context.texts().of("strip.unheard", totals.unheardBrokers()),
                    context.texts().of("strip.unheard.detail"));
        } else if (totals.isGood()) {
            headline(
                    Feather.CHECK_CIRCLE,
                    Tone.GOOD,
                    context.texts().of("strip.good", totals.replicas()),
                    context.texts().of("strip.good.detail"));
        } else {
            headline(
                    Feather.INBOX,
                    Tone.IDLE,
                    context.texts().of("strip.none"),
                    context.texts().of("strip.none.detail"));
        }
        showCounts(totals);
    }

    private void headline(Ikon code, Tone tone, String text, String under) {
        icon.setIconCode(code);
        headline.setText(text);
        detail.setText(under);
        root.setAccessibleText(text + ". " + under);
        ConditionLook.apply(tone, root);
    }

    private void showCounts(Totals totals) {
        counts.getChildren().clear();
        for (Condition condition : Condition.values()) {
            int count = totals.count(condition);
            if (count > 0) {
                counts.getChildren().add(count(condition, count));
            }
        }
    }

    private VBox count(Condition condition, int count) {
        Label number = new Label(context.values().count(count));
        number.getStyleClass().add("count-number");
        Label name = new Label(context.texts().of("condition", condition));
        name.getStyleClass().add("count-name");
        VBox box = new VBox(number, name);
        box.getStyleClass().add("count");
        ConditionLook.apply(condition.tone(), box);
        return box;
    }
}
