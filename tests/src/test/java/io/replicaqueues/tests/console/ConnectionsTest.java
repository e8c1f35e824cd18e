// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.settings.BrokerBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Brokers that are written down, their passwords kept or not, over restarts of the console. */
@ExtendWith(ApplicationExtension.class)
class ConnectionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MASTER = "a master password";

    @TempDir
    private static Path folder;

    private static ManagedPair pair;

    private Stage stage;
    private Path settings;
    private ConsoleStage console;

    @BeforeAll
    static void startBrokers() throws Exception {
        pair = ManagedPair.start(folder);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        pair.close();
    }

    @Start
    void show(Stage shown) throws Exception {
        stage = shown;
        settings = folder.resolve(UUID.randomUUID().toString());
        console = ConsoleStage.show(stage, settings);
    }

    @AfterEach
    void closeConsole() {
        console.close();
    }

    @Test
    void passwordsThatAreKeptAreUnlockedOnceAfterARestart(FxRobot robot) throws Exception {
        robot.clickOn("#new-connection");
        fillIn(robot, pair.replica(Way.JOLOKIA), true);
        robot.clickOn("#connect");
        robot.clickOn("#master").write(MASTER);
        robot.clickOn("#master-again").write("another");
        robot.clickOn("#master-open");
        assertFalse(problem(robot).isEmpty());
        onFx(() -> {
            robot.lookup("#master-again").queryAs(TextField.class).setText(MASTER);
            return null;
        });
        robot.clickOn("#master-open");
        awaitConnected(1);
        robot.clickOn("#new-connection").clickOn("#connect-new");
        fillIn(robot, pair.original(Way.JMX), true);
        robot.clickOn("#connect");
        awaitConnected(2);

        restart();
        robot.clickOn("#new-connection").clickOn("#connect-all");
        robot.clickOn("#master").write("wrong");
        robot.clickOn("#master-open");
        await().atMost(PATIENCE).until(() -> problem(robot).contains("not the master password"));
        robot.clickOn("#master").write(MASTER);
        robot.clickOn("#master-open");

        awaitConnected(2);
        assertNoPasswordIn(settings);
    }

    @Test
    void whoKeepsNoPasswordIsAskedForItAgain(FxRobot robot) throws Exception {
        robot.clickOn("#new-connection");
        fillIn(robot, pair.replica(Way.JMX), false);
        robot.clickOn("#connect");
        awaitConnected(1);

        restart();
        robot.clickOn("#new-connection").clickOn(pair.brokers().replica().name() + "   " + pair.address(Way.JMX));
        assertEquals(
                "", robot.lookup("#connect-password").queryAs(TextField.class).getText());
        robot.clickOn("#connect-password").write(ManagedPair.SECRETS.password());
        robot.clickOn("#connect");

        awaitConnected(1);
        assertFalse(Files.exists(settings.resolve("passwords.json")));
        assertNoPasswordIn(settings);
    }

    @Test
    void connectionsAreExportedWithoutPasswordsAndImportedElsewhere(FxRobot robot) throws Exception {
        Path file = folder.resolve("export-" + UUID.randomUUID() + ".json");
        BrokerProfile readOnly =
                BrokerProfile.of("Night shift", "node9:1099", "ada").withReadOnly(true);
        new BrokerBook(file).write(List.of(readOnly));
        console.choose(file);
        robot.push(KeyCode.CONTROL, KeyCode.B);
        robot.clickOn("#connections-import");
        assertTrue(robot.lookup("#report").queryAs(TextArea.class).getText().contains("Night shift"));

        restart();
        Path copy = folder.resolve("copy-" + UUID.randomUUID() + ".json");
        console.choose(copy);
        robot.push(KeyCode.CONTROL, KeyCode.B);
        robot.clickOn("#connections-export");

        assertEquals(List.of(readOnly), new BrokerBook(copy).read());
    }

    @Test
    void aFileThatIsNoneOfConnectionsIsSaidToBeSoAndChangesNothing(FxRobot robot) throws Exception {
        Path file = Files.writeString(folder.resolve("other-" + UUID.randomUUID() + ".json"), "[{\"id\": 1}]");
        console.choose(file);
        robot.push(KeyCode.CONTROL, KeyCode.B);
        robot.clickOn("#connections-import");

        assertTrue(robot.lookup("#report").queryAs(TextArea.class).getText().contains(file.toString()));
        assertTrue(
                robot.lookup("#connections").queryAs(ListView.class).getItems().isEmpty());
    }

    private void restart() {
        console.close();
        console = onFx(() -> {
            try {
                return ConsoleStage.show(new Stage(), settings);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitConnected(int brokers) {
        console.awaitModel(model -> model.brokers().brokers().stream()
                        .filter(broker -> broker.link().state() == BrokerModel.Link.State.CONNECTED)
                        .count()
                == brokers);
    }

    private static void fillIn(FxRobot robot, BrokerProfile profile, boolean keep) {
        robot.clickOn("#connect-name").write(profile.name());
        onFx(() -> {
            robot.lookup("#connect-address").queryAs(TextField.class).setText(profile.address());
            robot.lookup("#connect-broker").queryAs(TextField.class).setText(profile.broker());
            return null;
        });
        robot.clickOn("#connect-user").write(profile.user());
        robot.clickOn("#connect-password").write(ManagedPair.SECRETS.password());
        if (keep) {
            robot.clickOn("#connect-keep");
        }
    }

    private static String problem(FxRobot robot) {
        return onFx(() -> robot.lookup("#master-problem").queryAs(Label.class).getText());
    }

    private static void assertNoPasswordIn(Path settings) throws IOException {
        try (Stream<Path> files = Files.list(settings)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertFalse(text.contains(ManagedPair.SECRETS.password()), file.toString());
                assertFalse(text.contains(MASTER), file.toString());
            }
        }
    }
}
