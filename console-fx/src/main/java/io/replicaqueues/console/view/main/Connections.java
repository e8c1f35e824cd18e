// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.main;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.settings.BrokerBook;
import io.replicaqueues.console.settings.KnownBrokers;
import io.replicaqueues.console.settings.PasswordSafe;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.connect.ConnectDialog;
import io.replicaqueues.console.view.connect.ConnectionsDialog;
import io.replicaqueues.console.view.connect.MasterPasswordDialog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.stage.Window;

/**
 * The brokers that are written down: asks for them, keeps them and, where a person wants it, their passwords, and
 * connects to them. For the JavaFX thread.
 */
public final class Connections implements ConnectionsDialog.Deeds {

    private static final List<String> COLOURS =
            List.of("#0969da", "#1a7f37", "#9a6700", "#8250df", "#bf3989", "#cf222e", "#57606a");
    private static final String EXPORT = "brokers.json";

    private final ViewContext context;
    private final Texts texts;
    private final KnownBrokers brokers;
    private final PasswordSafe safe;
    private final Window owner;
    private final ObservableList<BrokerProfile> known = FXCollections.observableArrayList();

    private interface Change {
        void make() throws IOException;
    }

    /**
     * The brokers in a book, for dialogs over a window.
     *
     * @param safe has passwords of some of them
     */
    public Connections(ViewContext context, BrokerBook book, PasswordSafe safe, Window owner) {
        this.context = context;
        this.texts = context.texts();
        this.brokers = new KnownBrokers(book);
        this.safe = safe;
        this.owner = owner;
        try {
            brokers.read();
        } catch (IOException e) {
            // The window that it is told over is not there yet.
            Platform.runLater(() -> complain("settings.unreadable", e.getMessage()));
        }
        known.setAll(brokers.all());
    }

    /** All that are written down. */
    public List<BrokerProfile> known() {
        return List.copyOf(known);
    }

    /** Asks for a new broker. */
    public void askForNew() {
        String colour = COLOURS.get(known.size() % COLOURS.size());
        edit(BrokerProfile.of("", "", "").withColour(colour));
    }

    /** Connects with the passwords that are kept; asks only where there are none. */
    public void open(BrokerProfile profile) {
        Optional<Secrets> kept = kept(profile);
        if (kept.isPresent()) {
            connect(profile, kept.get());
        } else {
            edit(profile);
        }
    }

    /** Connects to all whose passwords are kept. */
    public void openAllKept() {
        if (isSafeOpen()) {
            known.forEach(profile -> safe.secrets(profile).ifPresent(secrets -> connect(profile, secrets)));
        }
    }

    /** Whether passwords of some brokers may be kept. */
    public boolean hasSafe() {
        return safe.exists();
    }

    /** Shows all that are written down. */
    public void manage() {
        new ConnectionsDialog(owner, texts, known, this).show();
    }

    /** Asks for the password of a broker, and for whatever else is to be changed, and connects. */
    @Override
    public void edit(BrokerProfile profile) {
        Optional<Secrets> kept = known.contains(profile) ? kept(profile) : Optional.empty();
        new ConnectDialog(owner, texts, profile, kept).showAndWait().ifPresent(this::connect);
    }

    private void connect(ConnectDialog.Answer answer) {
        change(() -> brokers.put(List.of(answer.profile())));
        if (answer.keepsSecrets()) {
            keepSecrets(answer);
        } else {
            forgetSecrets(answer.profile());
        }
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

    @Override
    public void forget(List<BrokerProfile> profiles) {
        String names =
                String.join("\n", profiles.stream().map(BrokerProfile::name).toList());
        String header = texts.of("connections.forget.header", profiles.size());
        if (Dialogs.confirm(owner, texts, header, names, texts.of("connections.forget"))) {
            profiles.forEach(this::forgetSecrets);
            change(() -> brokers.remove(profiles));
        }
    }

    @Override
    public void exportAll() {
        context.files().toWrite(owner, texts.of("connections.export"), EXPORT).ifPresent(file -> {
            try {
                new BrokerBook(file).write(known);
            } catch (IOException e) {
                complain("settings.unwritable", e.getMessage());
            }
        });
    }

    @Override
    public void importMore() {
        context.files().toRead(owner, texts.of("connections.import"), EXPORT).ifPresent(file -> {
            try {
                List<BrokerProfile> more = new BrokerBook(file).read();
                change(() -> brokers.put(more));
                Dialogs.report(owner, texts, texts.of("connections.import"), imported(more));
            } catch (IOException e) {
                complain("settings.unreadable", e.getMessage());
            }
        });
    }

    private String imported(List<BrokerProfile> more) {
        String names = String.join("\n", more.stream().map(BrokerProfile::name).toList());
        return texts.of("connections.imported", more.size()) + "\n" + names;
    }

    @Override
    public void forgetPasswords() {
        String header = texts.of("connections.forgetPasswords.header");
        String meaning = texts.of("connections.forgetPasswords.meaning");
        if (Dialogs.confirm(owner, texts, header, meaning, texts.of("connections.forgetPasswords"))) {
            try {
                safe.destroy();
            } catch (IOException e) {
                complain("settings.unwritable", e.getMessage());
            }
        }
    }

    private Optional<Secrets> kept(BrokerProfile profile) {
        return safe.exists() && isSafeOpen() ? safe.secrets(profile) : Optional.empty();
    }

    /** Opens the safe if need be, once; a person may decline. */
    private boolean isSafeOpen() {
        if (safe.isOpen()) {
            return true;
        }
        return new MasterPasswordDialog(owner, texts, safe).showAndWait().orElse(false);
    }

    private void keepSecrets(ConnectDialog.Answer answer) {
        try {
            if (isSafeOpen()) {
                safe.keep(answer.profile(), answer.secrets());
            }
        } catch (IOException e) {
            complain("settings.unwritable", e.getMessage());
        }
    }

    private void forgetSecrets(BrokerProfile profile) {
        try {
            safe.forget(profile);
        } catch (IOException e) {
            complain("settings.unwritable", e.getMessage());
        }
    }

    private void change(Change change) {
        try {
            change.make();
        } catch (IOException e) {
            complain("settings.unwritable", e.getMessage());
        }
        known.setAll(brokers.all());
    }

    private void complain(String header, String text) {
        Dialogs.report(owner, texts, texts.of(header), text);
    }
}
