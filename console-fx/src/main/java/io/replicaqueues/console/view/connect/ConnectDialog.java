// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.connect;

import io.replicaqueues.console.connection.BrokerAddress;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.BrokerProfile.TrustChoice;
import io.replicaqueues.console.view.BrokerMark;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ColorPicker;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.paint.Color;
import javafx.stage.Window;
import javafx.util.StringConverter;

/** Asks for all it takes to connect to a broker. For the JavaFX thread. */
public final class ConnectDialog extends Dialog<ConnectDialog.Answer> {

    private static final double WIDTH = 600;
    private static final int LABEL_WIDTH = 150;

    private final Texts texts;
    private final BrokerProfile before;
    private final TextField name = new TextField();
    private final TextField address = new TextField();
    private final TextField user = new TextField();
    private final PasswordField password = new PasswordField();
    private final TextField broker = new TextField();
    private final ColorPicker colour = new ColorPicker();
    private final CheckBox keep = new CheckBox();
    private final CheckBox readOnly = new CheckBox();
    private final ComboBox<TrustChoice.Kind> trust = new ComboBox<>();
    private final TextField trustDetail = new TextField();
    private final PasswordField trustPassword = new PasswordField();
    private final TextField certificate = new TextField();
    private final PasswordField certificatePassword = new PasswordField();
    private final Label problem = new Label();
    private final GridPane form = new GridPane();

    /**
     * What the person wrote.
     *
     * @param profile to keep
     * @param secrets to connect with
     * @param keepsSecrets whether to keep them, encrypted; else they are to be forgotten when the console closes
     */
    public record Answer(BrokerProfile profile, Secrets secrets, boolean keepsSecrets) {

        @Override
        public String toString() {
            return profile.name();
        }
    }

    /**
     * The dialog, not shown yet.
     *
     * @param known the broker as it was written down before, or a new one
     * @param kept its secrets, if they are kept
     */
    public ConnectDialog(Window owner, Texts texts, BrokerProfile known, Optional<Secrets> kept) {
        this.texts = texts;
        this.before = known;
        setTitle(texts.of("connect.title"));
        setHeaderText(texts.of("connect.header"));
        Dialogs.adopt(this, owner);
        buildForm();
        fill(known);
        kept.ifPresent(this::fill);
        ButtonType connect = new ButtonType(texts.of("connect.do"), ButtonData.OK_DONE);
        ButtonType cancel = new ButtonType(texts.of("dialog.cancel"), ButtonData.CANCEL_CLOSE);
        getDialogPane().getButtonTypes().setAll(connect, cancel);
        getDialogPane().setContent(form);
        getDialogPane().setPrefWidth(WIDTH);
        Node button = getDialogPane().lookupButton(connect);
        button.setId("connect");
        button.addEventFilter(ActionEvent.ACTION, this::check);
        setResultConverter(pressed -> pressed == connect ? answer() : null);
        setOnShown(shown -> (name.getText().isEmpty() ? name : password).requestFocus());
    }

    private void buildForm() {
        form.getStyleClass().add("form");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(LABEL_WIDTH);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        form.getColumnConstraints().setAll(labels, fields);
        row("name", name);
        row("address", address);
        address.setPromptText(texts.of("connect.address.prompt"));
        row("user", user);
        row("password", password);
        row("keep", keep);
        keep.setText(texts.of("connect.keep.text"));
        row("broker", broker);
        broker.setPromptText(texts.of("connect.broker.prompt"));
        row("colour", colour);
        row("readOnly", readOnly);
        readOnly.setText(texts.of("connect.readOnly.text"));
        row("trust", trust);
        trust.getItems().setAll(TrustChoice.Kind.values());
        trust.setConverter(names());
        row("trustDetail", trustDetail);
        row("trustPassword", trustPassword);
        row("certificate", certificate);
        row("certificatePassword", certificatePassword);
        problem.setId("problem");
        problem.setWrapText(true);
        problem.getStyleClass().addAll("tone-bad", "problem");
        form.add(problem, 0, form.getRowCount(), 2, 1);
        address.textProperty().addListener((any, was, now) -> showWhatApplies());
        trust.valueProperty().addListener((any, was, now) -> showWhatApplies());
        certificate.textProperty().addListener((any, was, now) -> showWhatApplies());
    }

    private void row(String key, Control field) {
        Label label = new Label(texts.of("connect." + key));
        label.setLabelFor(field);
        field.setId("connect-" + key);
        field.setAccessibleText(label.getText());
        field.setTooltip(new Tooltip(texts.of("connect." + key + ".meaning")));
        field.setMaxWidth(Double.MAX_VALUE);
        label.visibleProperty().bind(field.visibleProperty());
        label.managedProperty().bind(field.managedProperty());
        int row = form.getRowCount();
        form.add(label, 0, row);
        form.add(field, 1, row);
    }

    private StringConverter<TrustChoice.Kind> names() {
        return new StringConverter<>() {
            @Override
            public String toString(TrustChoice.Kind kind) {
                return kind == null ? "" : texts.of("connect.trust", kind);
            }

            @Override
            public TrustChoice.Kind fromString(String text) {
                throw new UnsupportedOperationException("The box is not editable");
            }
        };
    }

    /** There is no TLS at http addresses, and may be at all others. */
    private void showWhatApplies() {
        boolean isTls = !address.getText().strip().toLowerCase(Locale.ROOT).startsWith("http:");
        show(trust, isTls);
        show(trustDetail, isTls && trust.getValue() != TrustChoice.Kind.AUTHORITIES);
        show(trustPassword, isTls && trust.getValue() == TrustChoice.Kind.STORE);
        show(certificate, isTls);
        show(certificatePassword, isTls && !certificate.getText().isBlank());
        if (getDialogPane().getScene() != null && getDialogPane().getScene().getWindow() != null) {
            getDialogPane().getScene().getWindow().sizeToScene();
        }
    }

    private static void show(Node field, boolean isShown) {
        field.setVisible(isShown);
        field.setManaged(isShown);
    }

    private void fill(BrokerProfile known) {
        name.setText(known.name());
        address.setText(known.address());
        user.setText(known.user());
        broker.setText(known.broker());
        colour.setValue(BrokerMark.colour(known));
        readOnly.setSelected(known.readOnly());
        trust.setValue(known.trust().kind());
        trustDetail.setText(known.trust().detail());
        certificate.setText(known.certificate().map(Path::toString).orElse(""));
        showWhatApplies();
    }

    private void fill(Secrets kept) {
        password.setText(kept.password());
        trustPassword.setText(kept.trustPassword());
        certificatePassword.setText(kept.certificatePassword());
        keep.setSelected(true);
    }

    /** Keeps the dialog open while something in it cannot be right. */
    private void check(ActionEvent pressed) {
        try {
            if (name.getText().isBlank()) {
                throw new IllegalArgumentException(texts.of("connect.problem.name"));
            }
            BrokerAddress.parse(address.getText());
            checkFile(certificate);
            if (trust.getValue() == TrustChoice.Kind.STORE) {
                checkFile(trustDetail);
            }
            problem.setText("");
        } catch (IllegalArgumentException e) {
            problem.setText(e.getMessage());
            getDialogPane().getScene().getWindow().sizeToScene();
            pressed.consume();
        }
    }

    /** Not every text names a file, on Windows least of all: a path in quotes does not. */
    private static void checkFile(TextField field) {
        Path unused = Path.of(field.getText().strip());
    }

    private Answer answer() {
        String store = certificate.getText().strip();
        TrustChoice.Kind kind = trust.getValue();
        BrokerProfile profile = new BrokerProfile(
                before.id().isEmpty() ? UUID.randomUUID().toString() : before.id(),
                name.getText().strip(),
                address.getText().strip(),
                user.getText().strip(),
                broker.getText().strip(),
                hex(colour.getValue()),
                readOnly.isSelected(),
                new TrustChoice(
                        kind,
                        kind == TrustChoice.Kind.AUTHORITIES
                                ? ""
                                : trustDetail.getText().strip()),
                store.isEmpty() ? Optional.empty() : Optional.of(Path.of(store)));
        return new Answer(
                profile,
                new Secrets(password.getText(), trustPassword.getText(), certificatePassword.getText()),
                keep.isSelected());
    }

    private static String hex(Color colour) {
        // 0xrrggbbaa
        return "#" + colour.toString().substring(2, 8);
    }
}
