// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import atlantafx.base.theme.Styles;
import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.console.model.messages.QueueSide;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.List;
import java.util.Locale;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.javafx.FontIcon;

/** The selected message as both sides have it. For the JavaFX thread. */
final class DetailPane {

    private final ViewContext context;
    private final List<MessagePane> panes;
    private final ToggleGroup views = new ToggleGroup();
    private final Label finding = new Label();
    private final BorderPane root = new BorderPane();
    private MessagePair shown;

    DetailPane(ViewContext context, List<QueueSide> sides) {
        this.context = context;
        this.panes = sides.stream().map(side -> new MessagePane(context, side)).toList();
        SplitPane both = new SplitPane(panes.stream().map(MessagePane::root).toArray(Parent[]::new));
        finding.setId("message-finding");
        finding.getStyleClass().add("finding");
        finding.setWrapText(true);
        HBox.setHgrow(finding, Priority.ALWAYS);
        HBox line = new HBox(pills(), finding);
        line.getStyleClass().add("toolbar");
        root.setTop(line);
        root.setCenter(both);
        root.getStyleClass().add("message-detail");
        show(null);
    }

    Parent root() {
        return root;
    }

    /** Shows a message; null: none. */
    void show(MessagePair pair) {
        shown = pair;
        boolean isCompared = pair != null && panes.size() > 1;
        finding.setVisible(isCompared);
        if (isCompared) {
            String meaning = FindingCell.meaning(context.texts(), pair);
            finding.setText(meaning.replace('\n', ' '));
            finding.setTooltip(new Tooltip(meaning));
            finding.setGraphic(new FontIcon(FindingLook.icon(pair.finding())));
            ConditionLook.apply(pair.finding().tone(), finding);
        }
        BodyView view = (BodyView) views.getSelectedToggle().getUserData();
        panes.forEach(pane -> pane.show(pair, view));
    }

    private HBox pills() {
        Texts texts = context.texts();
        HBox pills = new HBox();
        pills.setMinWidth(HBox.USE_PREF_SIZE);
        BodyView[] all = BodyView.values();
        for (BodyView view : all) {
            ToggleButton pill = new ToggleButton(texts.of("messages.view", view));
            pill.setId("view-" + view.name().toLowerCase(Locale.ROOT));
            pill.setTooltip(new Tooltip(texts.of("messages.view.meaning", view)));
            pill.setUserData(view);
            pill.setToggleGroup(views);
            pill.setMinWidth(HBox.USE_PREF_SIZE);
            pill.getStyleClass()
                    .add(
                            view == all[0]
                                    ? Styles.LEFT_PILL
                                    : view == all[all.length - 1] ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            pills.getChildren().add(pill);
        }
        views.selectToggle(views.getToggles().get(0));
        views.selectedToggleProperty().addListener((any, before, now) -> {
            if (now == null) {
                // One of them is always the one that is shown.
                views.selectToggle(before);
            } else {
                show(shown);
            }
        });
        return pills;
    }
}
