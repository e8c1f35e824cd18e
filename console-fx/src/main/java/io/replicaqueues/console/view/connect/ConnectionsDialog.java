// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.connect;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.view.BrokerMark;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The brokers that are written down: to change, remove, export and import them. For the JavaFX thread. */
public final class ConnectionsDialog extends Dialog<Void> {

    private static final double WIDTH = 720;
    private static final double HEIGHT = 320;
    private static final double GAP = 8;

    private final Texts texts;
    private final ListView<BrokerProfile> list;

    /** What a person can do here. The window that has this dialog does it. */
    public interface Deeds {

        /** Asks for what is to be changed of a broker, and connects to it. */
        void edit(BrokerProfile profile);

        /** Forgets brokers and their passwords. */
        void forget(List<BrokerProfile> profiles);

        /** Writes all into a file, without passwords. */
        void exportAll();

        /** Reads more from such a file. */
        void importMore();

        /** Forgets all passwords and the master password. */
        void forgetPasswords();
    }

    /**
     * The dialog, not shown yet.
     *
     * @param profiles the brokers, shown as they change
     * @param deeds what the buttons do
     */
    public ConnectionsDialog(Window owner, Texts texts, ObservableList<BrokerProfile> profiles, Deeds deeds) {
        this.texts = texts;
        this.list = new ListView<>(profiles);
        setTitle(texts.of("connections.title"));
        setHeaderText(texts.of("connections.header"));
        Dialogs.adopt(this, owner);
        setResizable(true);
        list.setId("connections");
        list.setAccessibleText(texts.of("connections.header"));
        list.setCellFactory(any -> cell());
        list.setPlaceholder(new Label(texts.of("connections.none")));
        list.setPrefSize(WIDTH, HEIGHT);
        VBox content = new VBox(GAP, list, buttons(deeds));
        VBox.setVgrow(list, Priority.ALWAYS);
        getDialogPane().setContent(content);
        getDialogPane().getButtonTypes().setAll(new ButtonType(texts.of("dialog.close"), ButtonData.CANCEL_CLOSE));
    }

    private HBox buttons(Deeds deeds) {
        Button edit = button("edit", Feather.EDIT_2, selected -> deeds.edit(selected.get(0)));
        Button forget = button("forget", Feather.TRASH_2, deeds::forget);
        for (Button ofSelection : List.of(edit, forget)) {
            ofSelection
                    .disableProperty()
                    .bind(Bindings.isNull(list.getSelectionModel().selectedItemProperty()));
        }
        Button export = button("export", Feather.UPLOAD, any -> deeds.exportAll());
        export.disableProperty().bind(Bindings.isEmpty(list.getItems()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return new HBox(
                GAP,
                edit,
                forget,
                gap,
                button("import", Feather.DOWNLOAD, any -> deeds.importMore()),
                export,
                button("forgetPasswords", Feather.KEY, any -> deeds.forgetPasswords()));
    }

    private Button button(String key, Ikon icon, Consumer<List<BrokerProfile>> deed) {
        Button button = new Button(texts.of("connections." + key), new FontIcon(icon));
        button.setId("connections-" + key);
        button.setTooltip(new Tooltip(texts.of("connections." + key + ".meaning")));
        button.setOnAction(
                click -> deed.accept(List.copyOf(list.getSelectionModel().getSelectedItems())));
        return button;
    }

    private static ListCell<BrokerProfile> cell() {
        return new ListCell<>() {
            @Override
            protected void updateItem(BrokerProfile profile, boolean empty) {
                super.updateItem(profile, empty);
                if (empty || profile == null) {
                    setGraphic(null);
                    setText(null);
                    return;
                }
                Label address = new Label(profile.address());
                address.getStyleClass().add("broker-name");
                setGraphic(new HBox(GAP, new BrokerMark(profile), new VBox(new Label(profile.name()), address)));
            }
        };
    }
}
