// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.tree;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.view.BrokerMark;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
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
    private final FontIcon icon = new FontIcon();
    private final Label name = new Label();
    private final Label badge = new Label();
    private final Label count = new Label();
    private final HBox line = new HBox(GAP);
    private final Region gap = new Region();
    private final Tooltip tooltip = new Tooltip();
    private BrokerMark mark;

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
            show(Feather.FOLDER, address.name(), address.messages(), icon, name, gap, count);
        } else if (entry instanceof TreeEntry.Queue queue) {
            showQueue(queue);
        }
        setGraphic(line);
        setTooltip(tooltip);
    }

    private void showBroker(TreeEntry.Broker entry) {
        BrokerModel model = entry.model();
        name.setText(model.profile().name());
        if (mark == null || !mark.isOf(model.profile())) {
            mark = new BrokerMark(model.profile());
        }
        put(mark, name, gap, count);
        count.setText(state(entry));
        tooltip.setText(model.profile().address() + more(entry));
    }

    private String state(TreeEntry.Broker entry) {
        Texts texts = context.texts();
        int replicas = entry.replicas();
        return switch (entry.link().state()) {
            case CONNECTING -> texts.of("tree.connecting");
            case CONNECTED ->
                entry.lacksExtension()
                        ? texts.of("tree.bare")
                        : replicas == 0 ? "" : texts.of("tree.replicas", replicas);
            case LOST -> texts.of("tree.lost");
        };
    }

    private String more(TreeEntry.Broker entry) {
        if (entry.lacksExtension()) {
            return "\n" + context.texts().of("tree.bare.meaning");
        }
        ConnectionFailure failure = entry.link().failure();
        return failure == null ? "" : "\n" + failure.getMessage();
    }

    private void showQueue(TreeEntry.Queue entry) {
        boolean isReplica = entry.replica().isPresent();
        if (isReplica || entry.isOriginal()) {
            badge.setText(context.texts().of(isReplica ? "tree.replica" : "tree.original"));
            ConditionLook.apply(entry.replica().map(Condition::tone).orElse(Tone.BUSY), badge);
            show(Feather.INBOX, entry.name(), entry.queue().messages(), icon, name, badge, gap, count);
        } else {
            show(Feather.INBOX, entry.name(), entry.queue().messages(), icon, name, gap, count);
        }
    }

    private void show(Ikon code, String text, long messages, Node... parts) {
        icon.setIconCode(code);
        name.setText(text);
        count.setText(context.values().count(messages));
        tooltip.setText(text);
        put(parts);
    }

    /** New parts, even the same ones again, would have their styles looked for anew, in all cells at each reading. */
    private void put(Node... parts) {
        List<Node> wanted = List.of(parts);
        if (!line.getChildren().equals(wanted)) {
            line.getChildren().setAll(wanted);
        }
    }
}
