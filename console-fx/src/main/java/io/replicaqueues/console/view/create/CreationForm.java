// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.create;

import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.CreationModel;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;

/** Where the replica is to be, where the original is, and how it is reached. For the JavaFX thread. */
final class CreationForm {

    private static final int LABEL_WIDTH = 150;
    private static final int FIELD_WIDTH = 300;

    private final Texts texts;
    private final ViewContext context;
    private final CreationModel creation;
    private final ComboBox<BrokerModel> target = new ComboBox<>();
    /** Nothing in it: a broker that the console is not connected to. */
    private final ComboBox<Optional<BrokerModel>> source = new ComboBox<>();

    private final ComboBox<String> address = new ComboBox<>();
    private final TextField user = new TextField();
    private final PasswordField password = new PasswordField();
    private final ComboBox<Boolean> synchronous = new ComboBox<>();
    private final Label hint = new Label();
    private final GridPane form = new GridPane();

    CreationForm(ViewContext context, CreationModel creation) {
        this.context = context;
        this.texts = context.texts();
        this.creation = creation;
        build();
        bind();
    }

    /** What to show. */
    Node root() {
        return form;
    }

    void focus() {
        (creation.targetProperty().get() == null ? target : source).requestFocus();
    }

    /** Who logs in at the original. */
    Login login() {
        return user.getText().isBlank() ? Login.NONE : new Login(user.getText().strip(), password.getText());
    }

    /** Whether there is no password without its user. */
    boolean isLoginWhole() {
        return !user.getText().isBlank() || password.getText().isEmpty();
    }

    /** Calls back when the login changes. */
    void onLogin(Runnable listener) {
        ChangeListener<String> changed = (any, before, now) -> listener.run();
        user.textProperty().addListener(changed);
        password.textProperty().addListener(changed);
    }

    /** Chooses what is likely: the broker that has replicas already, and one that is another. */
    void choose() {
        update();
        target.getItems().stream()
                .max(Comparator.comparingInt(broker -> broker.replicas().size()))
                .ifPresent(target::setValue);
        source.setValue(source.getItems().stream()
                .filter(each -> each.isPresent() && each.get() != target.getValue())
                .findFirst()
                .orElse(Optional.empty()));
    }

    /** Offers the brokers of now; what is chosen stays so, for a person to see what has become of it. */
    void update() {
        List<BrokerModel> brokers = context.model().brokers().brokers();
        offer(target, brokers.stream().filter(each -> each.canAct() || each == target.getValue()));
        offer(source, Stream.concat(brokers.stream().map(Optional::of), Stream.of(Optional.empty())));
        String text = hint();
        hint.setText(text);
        hint.setVisible(!text.isEmpty());
        hint.setManaged(!text.isEmpty());
    }

    private static <T> void offer(ComboBox<T> box, Stream<T> offered) {
        List<T> items = offered.toList();
        if (!box.getItems().equals(items)) {
            T chosen = box.getValue();
            box.getItems().setAll(items);
            box.setValue(chosen);
        }
    }

    private String hint() {
        ConditionLook.apply(Tone.BAD, hint);
        BrokerModel broker = creation.targetProperty().get();
        if (broker != null && !broker.canAct()) {
            return texts.of("create.problem.target", broker.profile().name());
        }
        Optional<CreationModel.AddressProblem> problem = creation.addressProblem();
        boolean isUntouched = creation.addressProperty().get().isEmpty();
        if (problem.isPresent() && !isUntouched) {
            return texts.of("create.problem", problem.get());
        }
        if (!isLoginWhole()) {
            return texts.of("create.problem.user");
        }
        ConditionLook.apply(Tone.WARNING, hint);
        if (creation.sourceFailureProperty().get() != null) {
            return texts.of(
                    "create.problem.list",
                    creation.sourceFailureProperty().get().getMessage());
        }
        if (broker != null && creation.isAddressLoopback()) {
            return texts.of("create.loopback", broker.profile().name());
        }
        return "";
    }

    private void build() {
        form.getStyleClass().add("form");
        ColumnConstraints labels = new ColumnConstraints(LABEL_WIDTH);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        fields.setMinWidth(0);
        // What spans several columns would widen one of them.
        fields.setPrefWidth(FIELD_WIDTH);
        form.getColumnConstraints().setAll(labels, fields, labels, fields);
        field(0, 0, "target", target);
        field(0, 2, "source", source);
        field(1, 0, "address", address);
        GridPane.setColumnSpan(address, 3);
        field(2, 0, "user", user);
        field(2, 2, "password", password);
        field(3, 0, "acknowledgement", synchronous);
        hint.setId("create-hint");
        hint.setWrapText(true);
        hint.setMinHeight(Region.USE_PREF_SIZE);
        hint.getStyleClass().add("problem");
        form.add(hint, 1, 4, 3, 1);
    }

    private void field(int row, int column, String key, Control field) {
        Label label = new Label(texts.of("create." + key));
        label.setLabelFor(field);
        field.setId("create-" + key);
        field.setAccessibleText(label.getText());
        field.setTooltip(new Tooltip(texts.of("create." + key + ".meaning")));
        field.setMaxWidth(Double.MAX_VALUE);
        // Both columns of fields share the width, whatever is in them.
        field.setPrefWidth(0);
        form.add(label, column, row);
        form.add(field, column + 1, row);
    }

    private void bind() {
        target.setConverter(shown(broker -> broker.profile().name()));
        target.valueProperty().addListener((any, before, now) -> {
            // Nothing is chosen for a moment when others are offered.
            if (now != null) {
                creation.targetProperty().set(now);
            }
        });
        source.setConverter(shown(
                broker -> broker.map(each -> each.profile().name()).orElseGet(() -> texts.of("create.source.other"))));
        source.valueProperty().addListener((any, before, now) -> {
            if (now != null) {
                creation.sourceProperty().set(now.orElse(null));
            }
        });
        address.setEditable(true);
        address.setItems(creation.addresses());
        address.setPromptText(texts.of("create.address.prompt"));
        address.getEditor().setPromptText(texts.of("create.address.prompt"));
        address.getEditor().textProperty().bindBidirectional(creation.addressProperty());
        user.setPromptText(texts.of("create.user.prompt"));
        password.setPromptText(texts.of("create.password.prompt"));
        synchronous.getItems().setAll(false, true);
        synchronous.setConverter(shown(isSynchronous -> texts.of(isSynchronous ? "create.sync" : "create.async")));
        synchronous.setValue(false);
        synchronous
                .valueProperty()
                .addListener(
                        (any, before, now) -> creation.synchronousProperty().set(now));
    }

    private static <T> StringConverter<T> shown(Function<T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String any) {
                throw new UnsupportedOperationException("The box is not editable");
            }
        };
    }
}
