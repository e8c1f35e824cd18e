// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.model.BrokerModel;
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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The console's window in a test, in English unless asked otherwise, its settings in a folder of the test's: there before each test, and gone
 * after it with all its dialogs. For the test's thread.
 */
final class ConsoleStage implements BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What a thread of the console begins its name with, and ends it with. */
    private static final List<String> OWN_THREADS = List.of("JavaFX", "sampler of");

    private static final String OWN_THREAD = "of the console";
    private static final Locale LANGUAGE = Locale.forLanguageTag(System.getProperty("console.language", "en"));

    static {
        // Loaded by this, TestFX fails the next test for what any thread of this process has thrown. Brokers that are
        // killed throw, and that is none of the console's.
        WaitForAsyncUtils.clearExceptions();
        Thread.UncaughtExceptionHandler ofTestFx = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (isOfConsole(thread.getName())) {
                ofTestFx.uncaughtException(thread, thrown);
            } else {
                thrown.printStackTrace();
            }
        });
    }

    private final Supplier<Path> folder;
    private final SetClock clock = new SetClock();
    private final ChosenFile files = new ChosenFile();
    private Path settings;
    private ConsoleModel model;
    private MainWindow window;
    private Stage stage;
    private AuditTrail trail;
    private Preferences preferences;

    private ConsoleStage(Supplier<Path> folder) {
        this.folder = folder;
    }

    private static boolean isOfConsole(String thread) {
        return thread.endsWith(OWN_THREAD) || OWN_THREADS.stream().anyMatch(thread::startsWith);
    }

    /**
     * A window for each test, to be registered as an extension behind TestFX's own.
     *
     * @param folder gets a folder of settings for each
     */
    static ConsoleStage in(Supplier<Path> folder) {
        return new ConsoleStage(folder);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws TimeoutException {
        settings = newFolder();
        FxToolkit.setupStage(this::show);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        // A question that is still open waits for its window.
        onFx(() -> {
            List.copyOf(Window.getWindows()).forEach(Window::hide);
            return null;
        });
        close();
    }

    /** Somebody else's window, with settings of its own. */
    ConsoleStage another() {
        ConsoleStage other = new ConsoleStage(folder);
        other.settings = newFolder();
        other.showAnew();
        return other;
    }

    /** Closes the console and opens it again, as a person does. */
    void restart() {
        onFx(() -> {
            window.remember();
            try {
                preferences.save();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
        close();
        showAnew();
    }

    private Path newFolder() {
        return folder.get().resolve("settings-" + UUID.randomUUID());
    }

    private void showAnew() {
        onFx(() -> {
            show(new Stage());
            return null;
        });
    }

    private void show(Stage shown) {
        stage = shown;
        Theme.apply(false);
        preferences = Preferences.in(settings);
        model = new ConsoleModel(Platform::runLater, Duration.ofMillis(500), clock);
        Texts texts = new Texts(LANGUAGE);
        trail = new AuditTrail(model, new ActionBook(settings), texts, stage);
        ViewContext context =
                new ViewContext(model, texts, new Values(LANGUAGE, ZoneId.systemDefault()), preferences, files);
        window = new MainWindow(stage, context, BrokerBook.in(settings), PasswordSafe.in(settings));
        stage.show();
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

    /** Waits until so many brokers answer. */
    void awaitConnected(int brokers) {
        awaitModel(known -> known.brokers().brokers().stream()
                        .filter(each -> each.link().state() == BrokerModel.Link.State.CONNECTED)
                        .count()
                == brokers);
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

    /** Opens the page of a replica with the Enter key. */
    ReplicaRow open(FxRobot robot, String queue) {
        select(queue);
        ReplicaRow row = onFx(() -> {
            rows().requestFocus();
            return rows().getSelectionModel().getSelectedItem();
        });
        robot.type(KeyCode.ENTER);
        await().atMost(PATIENCE)
                .until(() -> robot.lookup("#queue-page").tryQuery().isPresent());
        return row;
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

    /** The folder of the settings. */
    Path settings() {
        return settings;
    }

    Stage stage() {
        return stage;
    }

    /** Sets this machine's clock wrong, as the console sees it; zero sets it right. */
    void setClock(Duration ahead) {
        clock.set(ahead);
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
