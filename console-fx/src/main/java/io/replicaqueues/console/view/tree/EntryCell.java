// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.tree;

import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.view.BrokerMark;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.ViewContext;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A line of the tree: a name, what it is, and a count. For the JavaFX thread. */
final class EntryCell extends TreeCell<TreeEntry> {

    private static final double GAP = 6;

    private final ViewContext context;
    private final Label name = new Label();
    private final Label badge = new Label();
    private final Label count = new Label();
    private final HBox line = new HBox(GAP);
    private final Region gap = new Region();
    private final Tooltip tooltip = new Tooltip();

    EntryCell(ViewContext context) {
        this.context = context;
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.setMinWidth(0);
        badge.getStyleClass().add("badge");
        badge.setMinWidth(Region.USE_PREF_SIZE);
        count.getStyleClass().add("tree-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        line.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(gap, Priority.ALWAYS);
        // Otherwise the line is as wide as it wants, and its count out of sight.
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(TreeEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        if (empty || entry == null) {
            setGraphic(null);
            setTooltip(null);
            return;
        }
        if (entry instanceof TreeEntry.Broker broker) {
            showBroker(broker);
        } else if (entry instanceof TreeEntry.Address address) {
            show(Feather.FOLDER, address.name(), address.messages());
        } else if (entry instanceof TreeEntry.Queue queue) {
            showQueue(queue);
        }
        setGraphic(line);
        setTooltip(tooltip);
    }

    private void showBroker(TreeEntry.Broker entry) {
        BrokerModel model = entry.model();
        name.setText(model.profile().name());
        line.getChildren().setAll(new BrokerMark(model.profile()), name, gap, count);
        int replicas = entry.replicas();
        switch (entry.link().state()) {
            case CONNECTING -> count.setText(context.texts().of("tree.connecting"));
            case CONNECTED -> count.setText(replicas == 0 ? "" : context.texts().of("tree.replicas", replicas));
            case LOST -> count.setText(context.texts().of("tree.lost"));
        }
        String failure = entry.link().failure() == null
                ? ""
                : "\n" + entry.link().failure().getMessage();
        tooltip.setText(model.profile().address() + failure);
    }

    private void showQueue(TreeEntry.Queue entry) {
        show(Feather.INBOX, entry.name(), entry.queue().messages());
        if (entry.replica().isPresent()) {
            badge.setText(context.texts().of("tree.replica"));
            ConditionLook.apply(entry.replica().get().tone(), badge);
            line.getChildren().add(2, badge);
        } else if (entry.isOriginal()) {
            badge.setText(context.texts().of("tree.original"));
            ConditionLook.apply(Tone.BUSY, badge);
            line.getChildren().add(2, badge);
        }
    }

    private void show(Ikon code, String text, long messages) {
        FontIcon icon = new FontIcon(code);
        name.setText(text);
        count.setText(context.values().count(messages));
        tooltip.setText(text);
        line.getChildren().setAll(icon, name, gap, count);
    }
}
