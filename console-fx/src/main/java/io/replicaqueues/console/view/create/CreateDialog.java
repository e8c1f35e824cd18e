// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.create;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.connection.OriginalProbe;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.CreationModel;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.actions.ActionTexts;
import java.util.concurrent.CompletableFuture;
import javafx.beans.InvalidationListener;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;
import javafx.util.Subscription;

/**
 * Creates replicas: asks for what and where, tries the connection, shows what will happen, does it and shows what came of
 * it. It stays open until it is closed; what it has begun goes on then. For the JavaFX thread.
 */
public final class CreateDialog extends Dialog<Void> {

    private static final double WIDTH = 980;
    private static final double LISTS = 230;
    private static final int PLAN_ROWS = 6;

    private final ViewContext context;
    private final Texts texts;
    private final CreationModel creation;
    private final CreationForm form;
    private final QueuePicker picker;
    private final PlanText plan;
    private final HBox lists = new HBox();
    private final Label planHeading = new Label();
    private final TextArea planned = new TextArea();
    private final Label result = new Label();
    private final Button test;
    private final Button create;
    private final StringBuilder happened = new StringBuilder();
    private boolean isBusy;

    /** The dialog for the brokers of the context's model, not shown yet. */
    public CreateDialog(Window owner, ViewContext context) {
        this.context = context;
        this.texts = context.texts();
        this.creation = new CreationModel(context.model());
        this.form = new CreationForm(context, creation);
        this.picker = new QueuePicker(context, creation);
        this.plan = new PlanText(context, creation);
        setTitle(texts.of("create.title"));
        setHeaderText(texts.of("create.title"));
        Dialogs.adopt(this, owner);
        // Looking at the overview meanwhile is a good idea.
        initModality(Modality.NONE);
        setResizable(true);
        ButtonType testing = new ButtonType(texts.of("create.test"), ButtonData.LEFT);
        ButtonType creating = new ButtonType(texts.of("create.do"), ButtonData.OK_DONE);
        ButtonType closing = new ButtonType(texts.of("dialog.close"), ButtonData.CANCEL_CLOSE);
        getDialogPane().getButtonTypes().setAll(testing, creating, closing);
        test = button(testing, "create-test", this::test);
        test.setTooltip(new Tooltip(texts.of("create.test.meaning")));
        create = button(creating, "create-do", this::create);
        getDialogPane().lookupButton(closing).setId("create-close");
        getDialogPane().setContent(content());
        getDialogPane().setPrefWidth(WIDTH);
        listen();
        form.choose();
        update();
        setOnShown(shown -> form.focus());
    }

    private Button button(ButtonType type, String id, Runnable action) {
        Button button = (Button) getDialogPane().lookupButton(type);
        button.setId(id);
        button.addEventFilter(ActionEvent.ACTION, pressed -> {
            pressed.consume();
            action.run();
        });
        return button;
    }

    private Node content() {
        PlannedTable table = new PlannedTable(texts, creation.planned());
        HBox.setHgrow(table, Priority.ALWAYS);
        lists.getChildren().setAll(picker.root(), table);
        lists.getStyleClass().add("create-lists");
        lists.setPrefHeight(LISTS);
        VBox.setVgrow(lists, Priority.ALWAYS);
        planHeading.getStyleClass().add("section");
        planned.setId("create-plan");
        planned.setEditable(false);
        planned.setWrapText(true);
        planned.setPrefRowCount(PLAN_ROWS);
        planned.setAccessibleText(texts.of("create.plan"));
        planned.getStyleClass().add("plan");
        result.setId("create-result");
        result.setWrapText(true);
        result.setMinHeight(Region.USE_PREF_SIZE);
        result.getStyleClass().add("problem");
        VBox content = new VBox(form.root(), lists, planHeading, planned, result);
        content.getStyleClass().add("create");
        return content;
    }

    private void listen() {
        InvalidationListener changed = any -> {
            result.setText("");
            update();
        };
        creation.targetProperty().addListener(changed);
        creation.addressProperty().addListener(changed);
        creation.synchronousProperty().addListener(changed);
        form.onLogin(() -> changed.invalidated(null));
        creation.revisionProperty().addListener((any, before, now) -> update());
        Subscription afterBatch = context.model().afterBatch(creation::update);
        setOnHidden(hidden -> afterBatch.unsubscribe());
    }

    private void update() {
        form.update();
        // What is under way does not follow the form, and is not to look as if it did.
        form.root().setDisable(isBusy);
        lists.setDisable(isBusy);
        String future = plan.of(form.login().user());
        String text = happened.length() == 0 || future.isEmpty() ? happened + future : happened + "\n" + future;
        if (!text.equals(planned.getText())) {
            planned.setText(text);
        }
        planHeading.setText(texts.of(happened.length() == 0 ? "create.plan" : "create.happened"));
        BrokerModel target = creation.targetProperty().get();
        boolean canTry = !isBusy
                && target != null
                && target.canAct()
                && creation.addressProblem().isEmpty()
                && form.isLoginWhole();
        test.setDisable(!canTry);
        create.setDisable(!canTry || !creation.isReady());
    }

    private void test() {
        busy(texts.of("create.testing", targetName(), creation.addressProperty().get()));
        String target = targetName();
        Login login = form.login();
        CompletableFuture<Void> unused = creation.probe(login).handle((probe, failure) -> {
            isBusy = false;
            if (probe == null) {
                say(Tone.BAD, ActionTexts.explained(texts, (ConnectionFailure) failure));
            } else {
                Tone tone = probe.result() == OriginalProbe.Result.ADMITTED ? Tone.GOOD : Tone.WARNING;
                say(tone, texts.of("create.probe." + probe.result().name(), target));
            }
            update();
            return null;
        });
    }

    private void create() {
        busy(texts.of("create.creating", targetName()));
        CompletableFuture<Void> unused = creation.create(form.login(), this::show)
                .thenRun(() -> {
                    isBusy = false;
                    result.setText("");
                    update();
                });
    }

    /** What is done is planned no more. What failed stays, to be mended. */
    private void show(String original, ActionRecord record) {
        happened.append(texts.of(
                        record.isDone() ? "create.done" : "create.notDone",
                        record.queue(),
                        record.broker(),
                        ActionTexts.outcomeInOneLine(texts, record)))
                .append('\n');
        if (record.isDone()) {
            picker.drop(original);
        }
        update();
    }

    private void busy(String text) {
        isBusy = true;
        say(Tone.BUSY, text);
        update();
    }

    private void say(Tone tone, String text) {
        ConditionLook.apply(tone, result);
        result.setText(text);
    }

    private String targetName() {
        return creation.targetProperty().get().profile().name();
    }
}
