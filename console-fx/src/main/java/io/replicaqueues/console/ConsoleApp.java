// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console;

import io.replicaqueues.console.model.ConsoleModel;
import io.replicaqueues.console.settings.ActionBook;
import io.replicaqueues.console.settings.BrokerBook;
import io.replicaqueues.console.settings.PasswordSafe;
import io.replicaqueues.console.settings.Preferences;
import io.replicaqueues.console.settings.SettingsFolder;
import io.replicaqueues.console.view.FileChoice;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.Values;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.audit.AuditTrail;
import io.replicaqueues.console.view.main.MainWindow;
import io.replicaqueues.console.view.main.Theme;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.ZoneId;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;

/** Puts the console together and takes it apart again. On the JavaFX thread. */
public final class ConsoleApp extends Application {

    private static final Logger LOG = System.getLogger(ConsoleApp.class.getName());

    private ConsoleModel model;
    private Preferences preferences;
    private MainWindow window;
    private AuditTrail trail;

    @Override
    public void start(Stage stage) throws IOException {
        Path folder = SettingsFolder.ofThisUser();
        preferences = Preferences.in(folder);
        model = new ConsoleModel(Platform::runLater, preferences.interval());
        Texts texts = new Texts(preferences.locale());
        trail = new AuditTrail(model, new ActionBook(folder), texts, stage);
        Theme.apply(preferences.isDark());
        ViewContext context = new ViewContext(
                model,
                texts,
                new Values(preferences.locale(), ZoneId.systemDefault()),
                preferences,
                FileChoice.DIALOGS);
        window = new MainWindow(stage, context, BrokerBook.in(folder), PasswordSafe.in(folder));
        stage.show();
        GivenBrokers.from(getParameters().getRaw(), System.in)
                .forEach(given -> window.connections().connect(given.profile(), given.secrets()));
    }

    /** Lets go of all brokers; nothing stops there. */
    @Override
    public void stop() {
        if (window != null) {
            window.remember();
            window.close();
        }
        if (model != null) {
            model.close();
        }
        if (trail != null) {
            trail.close();
        }
        try {
            if (preferences != null) {
                preferences.save();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Settings are not kept: " + e.getMessage());
        }
    }
}
