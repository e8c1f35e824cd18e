// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ConsoleModel;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.settings.ActionBook;
import io.replicaqueues.console.settings.BrokerBook;
import io.replicaqueues.console.settings.PasswordSafe;
import io.replicaqueues.console.settings.Preferences;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.Values;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.audit.AuditTrail;
import io.replicaqueues.console.view.main.MainWindow;
import io.replicaqueues.console.view.main.Theme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The console's window in a test, in English, its settings in a folder of the test's. Made on the JavaFX thread; the
 * rest is for the test's thread.
 */
final class ConsoleStage {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConsoleModel model;
    private final MainWindow window;
    private final Stage stage;
    private final ChosenFile files;
    private final AuditTrail trail;
    private final Preferences preferences;

    private ConsoleStage(
            Stage stage,
            ConsoleModel model,
            MainWindow window,
            ChosenFile files,
            AuditTrail trail,
            Preferences preferences) {
        this.stage = stage;
        this.model = model;
        this.window = window;
        this.files = files;
        this.trail = trail;
        this.preferences = preferences;
    }

    static ConsoleStage show(Stage stage, Path settings) throws IOException {
        Theme.apply(false);
        Preferences preferences = Preferences.in(settings);
        ChosenFile files = new ChosenFile();
        ConsoleModel model = new ConsoleModel(Platform::runLater, Duration.ofMillis(500));
        AuditTrail trail = new AuditTrail(model, new ActionBook(settings));
        ViewContext context = new ViewContext(
                model,
                new Texts(Locale.ENGLISH),
                new Values(Locale.ENGLISH, ZoneId.systemDefault()),
                preferences,
                files);
        MainWindow window = new MainWindow(stage, context, BrokerBook.in(settings), PasswordSafe.in(settings));
        stage.setWidth(1_440);
        stage.setHeight(860);
        stage.show();
        return new ConsoleStage(stage, model, window, files, trail, preferences);
    }

    void connect(BrokerProfile profile) {
        onFx(() -> {
            window.connections().connect(profile, ManagedPair.SECRETS);
            return null;
        });
    }

    /** Waits until the table has that replica, and it is as wanted. */
    void awaitRow(String queue, Predicate<ReplicaRow> wanted) {
        await().atMost(PATIENCE)
                .until(() -> onFx(() ->
                        rows().getItems().stream().anyMatch(row -> row.queue().equals(queue) && wanted.test(row))));
    }

    void awaitCondition(String queue, Condition condition) {
        awaitRow(queue, row -> row.sight().condition() == condition);
    }

    /** Waits until something of the models is so. */
    void awaitModel(Predicate<ConsoleModel> wanted) {
        await().atMost(PATIENCE).until(() -> onFx(() -> wanted.test(model)));
    }

    void select(String queue) {
        onFx(() -> {
            rows().getSelectionModel().clearSelection();
            rows().getItems().stream()
                    .filter(row -> row.queue().equals(queue))
                    .forEach(rows().getSelectionModel()::select);
            return null;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @SuppressWarnings("unchecked") // The table of the overview.
    TableView<ReplicaRow> rows() {
        return (TableView<ReplicaRow>) stage.getScene().lookup("#replicas");
    }

    /** A button of this window. On the JavaFX thread. */
    Button button(String id) {
        return (Button) lookup(id);
    }

    /** A node of this window. On the JavaFX thread. */
    Parent lookup(String id) {
        return (Parent) stage.getScene().lookup(id);
    }

    Preferences preferences() {
        return preferences;
    }

    ConsoleModel model() {
        return model;
    }

    /** Whenever the console asks for a file, to read or to write, the answer is this one. */
    void choose(Path file) {
        files.choose(file);
    }

    void resize(double width, double height) {
        onFx(() -> {
            stage.setWidth(width);
            stage.setHeight(height);
            return null;
        });
    }

    void close() {
        onFx(() -> {
            window.close();
            model.close();
            trail.close();
            stage.close();
            return null;
        });
    }

    static <T> T onFx(Supplier<T> question) {
        return WaitForAsyncUtils.waitForAsyncFx(PATIENCE.toMillis(), question::get);
    }
}
