// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.connect;

import io.replicaqueues.console.settings.PasswordSafe;
import io.replicaqueues.console.settings.PasswordSafe.WrongPasswordException;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.GridPane;
import javafx.stage.Window;

/**
 * Asks for the master password until it opens the safe, or for a new one if there is no safe yet. For the JavaFX
 * thread; what takes long runs elsewhere. The answer is whether the safe is open now.
 */
public final class MasterPasswordDialog extends Dialog<Boolean> {

    private static final double WIDTH = 480;

    private final Texts texts;
    private final PasswordSafe safe;
    private final boolean isNew;
    private final PasswordField master = new PasswordField();
    private final PasswordField again = new PasswordField();
    private final Label problem = new Label();
    private final GridPane form = new GridPane();
    private final ButtonType open;

    /** The dialog for a safe, not shown yet. */
    public MasterPasswordDialog(Window owner, Texts texts, PasswordSafe safe) {
        this.texts = texts;
        this.safe = safe;
        this.isNew = !safe.exists();
        setTitle(texts.of("app.title"));
        setHeaderText(texts.of(isNew ? "master.new" : "master.open"));
        Dialogs.adopt(this, owner);
        this.open = new ButtonType(texts.of(isNew ? "master.new.do" : "master.open.do"), ButtonData.OK_DONE);
        ButtonType cancel = new ButtonType(texts.of("dialog.cancel"), ButtonData.CANCEL_CLOSE);
        getDialogPane().getButtonTypes().setAll(open, cancel);
        getDialogPane().setContent(form);
        getDialogPane().setPrefWidth(WIDTH);
        buildForm();
        Node button = getDialogPane().lookupButton(open);
        button.setId("master-open");
        getDialogPane().lookupButton(cancel).setId("master-cancel");
        button.addEventFilter(ActionEvent.ACTION, this::tryToOpen);
        setResultConverter(pressed -> safe.isOpen());
        setOnShown(shown -> master.requestFocus());
    }

    private void buildForm() {
        form.getStyleClass().add("form");
        Label meaning = new Label(texts.of(isNew ? "master.new.meaning" : "master.open.meaning"));
        meaning.setWrapText(true);
        form.add(meaning, 0, 0, 2, 1);
        row("master", master);
        if (isNew) {
            row("master-again", again);
        }
        problem.setId("master-problem");
        problem.setWrapText(true);
        problem.getStyleClass().addAll("tone-bad", "problem");
        form.add(problem, 0, form.getRowCount(), 2, 1);
    }

    private void row(String id, PasswordField field) {
        Label label = new Label(texts.of(id));
        label.setLabelFor(field);
        field.setId(id);
        field.setAccessibleText(label.getText());
        field.setPrefColumnCount(24);
        form.addRow(form.getRowCount(), label, field);
    }

    private void tryToOpen(ActionEvent pressed) {
        if (safe.isOpen()) {
            return;
        }
        pressed.consume();
        Optional<String> mistake = mistake();
        if (mistake.isPresent()) {
            problem.setText(mistake.get());
            return;
        }
        problem.setText(texts.of("master.working"));
        setBusy(true);
        char[] password = master.getText().toCharArray();
        CompletableFuture<Void> unused =
                CompletableFuture.supplyAsync(() -> key(password)).handleAsync(this::computed, Platform::runLater);
    }

    private void setBusy(boolean busy) {
        form.setDisable(busy);
        getDialogPane().lookupButton(open).setDisable(busy);
    }

    private Optional<String> mistake() {
        if (isNew && master.getText().length() < PasswordSafe.LEAST_LENGTH) {
            return Optional.of(texts.of("master.short", PasswordSafe.LEAST_LENGTH));
        }
        if (isNew && !master.getText().equals(again.getText())) {
            return Optional.of(texts.of("master.different"));
        }
        return Optional.empty();
    }

    private PasswordSafe.Key key(char[] password) {
        try {
            return isNew ? safe.newKey(password) : safe.key(password);
        } catch (IOException | WrongPasswordException e) {
            throw new CompletionException(e);
        }
    }

    private Void computed(PasswordSafe.Key key, Throwable failure) {
        // Whoever cancelled meanwhile wants no safe.
        if (isShowing()) {
            setBusy(false);
            if (failure == null) {
                enter(key);
            } else {
                refuse(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        }
        return null;
    }

    private void enter(PasswordSafe.Key key) {
        try {
            safe.open(key);
            setResult(true);
            close();
        } catch (IOException e) {
            refuse(e);
        }
    }

    private void refuse(Throwable cause) {
        problem.setText(cause instanceof WrongPasswordException ? texts.of("master.wrong") : cause.getMessage());
        master.clear();
        master.requestFocus();
    }
}
