// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.actions;

import atlantafx.base.theme.Styles;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.ReplicaAction;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.collections.ObservableList;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Buttons for what can be done with the selected replicas. For the JavaFX thread. */
public final class ActionsBar {

    private static final String READ_ONLY = "action.readOnly";

    private final ViewContext context;
    private final ObservableList<ReplicaRow> selected;
    private final Map<ReplicaAction, Button> buttons = new EnumMap<>(ReplicaAction.class);
    private final HBox root = new HBox();
    private final InvalidationListener onSelection = any -> update();
    private final Subscription afterBatch;

    /**
     * Buttons for a selection.
     *
     * @param selected the replicas they are about, as the selection changes
     */
    public ActionsBar(ViewContext context, ObservableList<ReplicaRow> selected) {
        this.context = context;
        this.selected = selected;
        root.getStyleClass().add("actions");
        for (ReplicaAction action : ReplicaAction.values()) {
            Button button = button(action);
            buttons.put(action, button);
            root.getChildren().add(button);
        }
        selected.addListener(onSelection);
        this.afterBatch = context.model().afterBatch(this::update);
        update();
    }

    /** What to show. */
    public Parent root() {
        return root;
    }

    /** Lets go of the models: the screen it is on closes. */
    public void close() {
        selected.removeListener(onSelection);
        afterBatch.unsubscribe();
    }

    private Button button(ReplicaAction action) {
        Texts texts = context.texts();
        Button button = new Button(texts.of("action", action), new FontIcon(icon(action)));
        button.setId(action.name().toLowerCase(Locale.ROOT));
        button.setTooltip(new Tooltip(texts.of("action.meaning", action)));
        button.setOnAction(click -> act(action));
        if (action == ReplicaAction.DISCONNECT) {
            button.getStyleClass().addAll(Styles.BUTTON_OUTLINED, Styles.DANGER);
        }
        return button;
    }

    private static Ikon icon(ReplicaAction action) {
        return switch (action) {
            case START -> Feather.PLAY;
            case STOP -> Feather.PAUSE;
            case VERIFY -> Feather.CHECK_SQUARE;
            case DISCONNECT -> Feather.LOG_OUT;
        };
    }

    /** Replicas of brokers that are only looked at have no buttons at all. */
    private void update() {
        boolean isOnlyLooking = isOnlyLooking();
        root.setVisible(!isOnlyLooking);
        root.setManaged(!isOnlyLooking);
        buttons.forEach((action, button) -> button.setDisable(suitable(action).isEmpty()));
    }

    /** Whether all that is selected, or else all there is, is of brokers that are only looked at. */
    private boolean isOnlyLooking() {
        List<BrokerModel> brokers = selected.stream()
                .filter(Objects::nonNull)
                .map(ReplicaRow::broker)
                .toList();
        List<BrokerModel> looked = brokers.isEmpty() ? context.model().brokers().brokers() : brokers;
        return !looked.isEmpty()
                && looked.stream().allMatch(broker -> broker.profile().readOnly());
    }

    private List<ReplicaRow> suitable(ReplicaAction action) {
        return selected.stream().filter(row -> row != null && action.suits(row)).toList();
    }

    /** What is selected and nothing is done with, whatever the action: its connection is read-only. */
    private List<ReplicaRow> onlyLookedAt() {
        return selected.stream()
                .filter(row -> row != null && row.broker().profile().readOnly())
                .toList();
    }

    private void act(ReplicaAction action) {
        List<ReplicaRow> rows = suitable(action);
        List<ReplicaRow> leftOut = onlyLookedAt();
        // The screen of these buttons may be closed when the answers come.
        Window owner = root.getScene().getWindow();
        boolean isAsked = isSerious(action, rows);
        if (rows.isEmpty() || (isAsked && !confirmed(owner, action, rows, leftOut))) {
            return;
        }
        // The question may have been open for long.
        Map<Boolean, List<ReplicaRow>> asAsked = rows.stream().collect(Collectors.partitioningBy(action::suits));
        List<CompletableFuture<ActionRecord>> running = asAsked.get(true).stream()
                .map(row -> context.model().act(action, row))
                .toList();
        String notDone = listed("action.changed", asAsked.get(false));
        CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new));
        CompletableFuture<Void> unused = all.thenRun(() -> report(
                owner, action, running.stream().map(CompletableFuture::join).toList(), leftOut, notDone, isAsked));
    }

    private static boolean isSerious(ReplicaAction action, List<ReplicaRow> rows) {
        return switch (action) {
            case STOP, DISCONNECT -> true;
            // Depending on why it has failed, another original replaces the content.
            case START -> rows.stream().anyMatch(ActionsBar::hasFailed);
            case VERIFY -> false;
        };
    }

    private static boolean hasFailed(ReplicaRow row) {
        return row.sight().reading().state() == ReplicaState.FAILED;
    }

    private boolean confirmed(Window owner, ReplicaAction action, List<ReplicaRow> rows, List<ReplicaRow> leftOut) {
        Texts texts = context.texts();
        String list = rows.stream().map(this::standing).collect(Collectors.joining("\n"));
        String meaning = texts.of(action == ReplicaAction.START ? "confirm.failed" : "action.meaning." + action.name());
        return Dialogs.confirm(
                owner,
                texts,
                texts.of("confirm.header." + action.name(), rows.size()),
                meaning + "\n\n" + list + listed(READ_ONLY, leftOut),
                texts.of("action", action));
    }

    /** Which replica it is, how it stands with its original now, and why it has failed. */
    private String standing(ReplicaRow row) {
        ReplicaSight sight = row.sight();
        String failure = hasFailed(row) ? "\n" + sight.reading().lastError() : "";
        return context.texts()
                        .of(
                                sight.isInParity() ? "confirm.row.parity" : "confirm.row.noParity",
                                row.queue(),
                                row.broker().profile().name(),
                                context.texts().of("condition", sight.condition()),
                                context.values().count(sight.reading().originalDepth()),
                                context.values().count(sight.reading().replicaDepth()))
                + failure;
    }

    /** Says with what nothing is done, and why; nothing if there is none. */
    private String listed(String why, List<ReplicaRow> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        Texts texts = context.texts();
        return rows.stream()
                .map(row -> texts.of(
                        "report.row", row.queue(), row.broker().profile().name()))
                .collect(Collectors.joining("\n", "\n\n" + texts.of(why, rows.size()) + "\n", ""));
    }

    private void report(
            Window owner,
            ReplicaAction action,
            List<ActionRecord> records,
            List<ReplicaRow> leftOut,
            String notDone,
            boolean isAsked) {
        boolean isAllDone = records.stream().allMatch(ActionRecord::isDone);
        boolean hasReport = records.stream().anyMatch(each -> !each.report().isEmpty());
        // Who was asked before was told what is left out.
        boolean isTold = notDone.isEmpty() && (leftOut.isEmpty() || isAsked);
        if (isAllDone && !hasReport && isTold) {
            return;
        }
        Texts texts = context.texts();
        String text = records.stream().map(this::outcome).collect(Collectors.joining("\n\n"));
        boolean isWhole = isAllDone && leftOut.isEmpty() && notDone.isEmpty();
        String header = texts.of(isWhole ? "report.done" : "report.notDone", texts.of("action", action));
        Dialogs.report(owner, texts, header, (text + notDone + listed(READ_ONLY, leftOut)).strip());
    }

    private String outcome(ActionRecord record) {
        return context.texts().of("report.row", record.queue(), record.broker()) + "\n"
                + ActionTexts.outcome(context.texts(), record);
    }
}
