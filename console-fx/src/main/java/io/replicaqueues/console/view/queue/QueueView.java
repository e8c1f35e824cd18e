// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.Freshness;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.BrokerMark;
import io.replicaqueues.console.view.CatchUpBar;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Screen;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.actions.ActionsBar;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The page of one replica. It stays with its data when the replica or its broker is gone, and says so. For the JavaFX
 * thread.
 */
public final class QueueView implements Screen {

    private static final PseudoClass DOUBTFUL = PseudoClass.getPseudoClass("doubtful");
    private static final long LEAST_BETWEEN_DRAWINGS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final double SHARE_OF_HISTORY = 0.66;
    private static final double SHARE_OF_CHARTS = 0.8;
    private static final double LEAST_WIDTH_OF_NAMES = 70;
    private static final double LEAST_WIDTH_OF_FACTS = 240;

    private final ViewContext context;
    private final ReplicaRow row;
    private final ActionsBar actions;
    private final Label condition = new Label();
    private final FontIcon conditionIcon = new FontIcon();
    private final Notices notices;
    private final CatchUpBar catchUp;
    private final HistoryPane history;
    private final ErrorPane error;
    private final FactsPane facts;
    private final ChangesPane changes;
    private final BorderPane root = new BorderPane();
    private final Subscription afterBatch;
    private ReplicaSight shown;
    private long drawnNanos;

    /**
     * The page of a replica.
     *
     * @param onMessages what to do when a person wants to see its messages
     */
    public QueueView(ViewContext context, ReplicaRow row, Consumer<ReplicaRow> onMessages) {
        this.context = context;
        this.row = row;
        this.actions = new ActionsBar(context, FXCollections.observableArrayList(row));
        this.notices = new Notices(context, row);
        this.catchUp = CatchUpBar.full(context);
        this.history = new HistoryPane(context, row);
        this.error = new ErrorPane(context);
        this.facts = new FactsPane(context, row);
        this.changes = new ChangesPane(context, row);
        root.setId("queue-page");
        root.getStyleClass().add("queue-page");
        root.setTop(new VBox(header(onMessages), notices, catchUp));
        root.setCenter(content());
        show();
        this.afterBatch = context.model().afterBatch(this::update);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void close() {
        afterBatch.unsubscribe();
        actions.close();
        changes.close();
    }

    private HBox header(Consumer<ReplicaRow> onMessages) {
        Label name = new Label(row.queue());
        name.getStyleClass().add("page-title");
        name.setMinWidth(0);
        name.setTooltip(new Tooltip(row.queue()));
        Label place = new Label(
                row.broker().profile().name(), new BrokerMark(row.broker().profile()));
        place.getStyleClass().add("broker-name");
        condition.setId("condition");
        condition.getStyleClass().add("page-condition");
        condition.setGraphic(conditionIcon);
        condition.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button messages = new Button(context.texts().of("queue.messages"), new FontIcon(Feather.MAIL));
        messages.setId("messages");
        messages.setTooltip(new Tooltip(context.texts().of("queue.messages.meaning")));
        messages.setOnAction(click -> onMessages.accept(row));
        Region buttons = (Region) actions.root();
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        VBox names = new VBox(name, place);
        names.setMinWidth(LEAST_WIDTH_OF_NAMES);
        HBox header = new HBox(names, condition, gap, messages, buttons);
        header.getStyleClass().add("page-header");
        return header;
    }

    private Node content() {
        SplitPane left = new SplitPane(history, changes);
        left.setOrientation(Orientation.VERTICAL);
        left.setDividerPositions(SHARE_OF_CHARTS);
        ScrollPane right = new ScrollPane(new VBox(error, facts));
        right.setFitToWidth(true);
        right.setMinWidth(LEAST_WIDTH_OF_FACTS);
        right.getStyleClass().add("facts-scroll");
        SplitPane content = new SplitPane(left, right);
        content.setDividerPositions(SHARE_OF_HISTORY);
        return content;
    }

    /** Brokers answer more often than one can look, and one looks at one tab at a time. */
    private void update() {
        boolean isNew = !row.sight().equals(shown);
        if (isInSight() && (isNew || System.nanoTime() - drawnNanos > LEAST_BETWEEN_DRAWINGS)) {
            show();
        }
    }

    private void show() {
        ReplicaSight sight = row.sight();
        shown = sight;
        showCondition(sight.condition());
        notices.update();
        catchUp.setVisible(sight.catchUp().isPresent());
        catchUp.setManaged(sight.catchUp().isPresent());
        sight.catchUp().ifPresent(catchUp::show);
        error.show(sight);
        facts.update();
        facts.pseudoClassStateChanged(DOUBTFUL, sight.freshness() != Freshness.FRESH);
        if (System.nanoTime() - drawnNanos > LEAST_BETWEEN_DRAWINGS) {
            drawnNanos = System.nanoTime();
            history.update();
        }
    }

    private void showCondition(Condition now) {
        String word = context.texts().of("condition", now);
        if (!word.equals(condition.getText())) {
            condition.setText(word);
            condition.setTooltip(new Tooltip(context.texts().of("condition.meaning", now)));
            conditionIcon.setIconCode(ConditionLook.icon(now));
            ConditionLook.apply(now.tone(), condition);
        }
    }

    private boolean isInSight() {
        if (root.getScene() == null) {
            return false;
        }
        for (Node each = root; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
