// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.main;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.settings.BrokerBook;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.connect.ConnectDialog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.stage.Window;

/** The brokers that are written down: asks for them, keeps them, connects to them. For the JavaFX thread. */
public final class Connections {

    private static final List<String> COLOURS =
            List.of("#0969da", "#1a7f37", "#9a6700", "#8250df", "#bf3989", "#cf222e", "#57606a");

    private final ViewContext context;
    private final BrokerBook book;
    private final Window owner;
    private final List<BrokerProfile> known = new ArrayList<>();

    /** The brokers in a book, for dialogs over a window. */
    public Connections(ViewContext context, BrokerBook book, Window owner) {
        this.context = context;
        this.book = book;
        this.owner = owner;
        try {
            known.addAll(book.read());
        } catch (IOException e) {
            complain("settings.unreadable", e.getMessage());
        }
    }

    /** All that are written down. */
    public List<BrokerProfile> known() {
        return List.copyOf(known);
    }

    /** Asks for a new broker. */
    public void askForNew() {
        String colour = COLOURS.get(known.size() % COLOURS.size());
        ask(BrokerProfile.of("", "", "").withColour(colour)).ifPresent(this::connect);
    }

    /** Asks for the password of a broker that is written down, and for whatever else is to be changed. */
    public void askAgain(BrokerProfile profile) {
        ask(profile).ifPresent(this::connect);
    }

    private Optional<ConnectDialog.Answer> ask(BrokerProfile profile) {
        return new ConnectDialog(owner, context.texts(), profile).showAndWait();
    }

    private void connect(ConnectDialog.Answer answer) {
        keep(answer.profile());
        connect(answer.profile(), answer.secrets());
    }

    /** Connects, instead of a connection to the same broker that there is. */
    public void connect(BrokerProfile profile, Secrets secrets) {
        List<BrokerModel> same = context.model().brokers().brokers().stream()
                .filter(broker -> broker.profile().id().equals(profile.id()))
                .toList();
        same.forEach(context.model()::disconnect);
        try {
            context.model().connect(profile, secrets);
        } catch (ConnectionFailure | IllegalArgumentException e) {
            complain("connect.failed", e.getMessage());
        }
    }

    /** Forgets a broker that is written down. */
    public void forget(BrokerProfile profile) {
        known.removeIf(each -> each.id().equals(profile.id()));
        save();
    }

    private void keep(BrokerProfile profile) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).id().equals(profile.id())) {
                known.set(i, profile);
                save();
                return;
            }
        }
        known.add(profile);
        save();
    }

    private void save() {
        try {
            book.write(known);
        } catch (IOException e) {
            complain("settings.unwritable", e.getMessage());
        }
    }

    private void complain(String header, String text) {
        Dialogs.report(owner, context.texts(), context.texts().of(header), text);
    }
}
