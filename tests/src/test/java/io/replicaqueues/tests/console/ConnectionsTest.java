// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.settings.BrokerBook;
import io.replicaqueues.console.settings.PasswordSafe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** Brokers that are written down, their passwords kept or not, over restarts of the console. */
@ExtendWith(ApplicationExtension.class)
class ConnectionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MASTER = "a master password";

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

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
        console.awaitConnected(1);
        robot.clickOn("#new-connection").clickOn("#connect-new");
        fillIn(robot, pair.original(Way.JMX), true);
        robot.clickOn("#connect");
        console.awaitConnected(2);

        console.restart();
        robot.clickOn("#new-connection").clickOn("#connect-all");
        robot.clickOn("#master").write("wrong");
        robot.clickOn("#master-open");
        await().atMost(PATIENCE).until(() -> problem(robot).contains("not the master password"));
        robot.clickOn("#master").write(MASTER);
        robot.clickOn("#master-open");

        console.awaitConnected(2);
        assertNoPasswordIn(console.settings());
    }

    @Test
    void whoCancelsWhileTheKeyIsComputedGetsNoSafeAndIsConnectedAllTheSame(FxRobot robot) {
        robot.clickOn("#new-connection");
        fillIn(robot, pair.replica(Way.JMX), true);
        robot.clickOn("#connect");
        robot.clickOn("#master").write(MASTER);
        robot.clickOn("#master-again").write(MASTER);
        onFx(() -> {
            robot.lookup("#master-open").queryButton().fire();
            robot.lookup("#master-cancel").queryButton().fire();
            return null;
        });

        console.awaitConnected(1);
        // As long as the computing takes, and longer.
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> Files.notExists(console.settings().resolve("passwords.json")));
    }

    @Test
    void whoKeepsNoPasswordIsAskedForItAgain(FxRobot robot) throws Exception {
        robot.clickOn("#new-connection");
        fillIn(robot, pair.replica(Way.JMX), false);
        robot.clickOn("#connect");
        console.awaitConnected(1);

        console.restart();
        robot.clickOn("#new-connection").clickOn(pair.brokers().replica().name() + "   " + pair.address(Way.JMX));
        assertEquals(
                "", robot.lookup("#connect-password").queryAs(TextField.class).getText());
        robot.clickOn("#connect-password").write(ManagedPair.SECRETS.password());
        robot.clickOn("#connect");

        console.awaitConnected(1);
        assertFalse(Files.exists(console.settings().resolve("passwords.json")));
        assertNoPasswordIn(console.settings());
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

        console.restart();
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

    @Test
    void aListThatCannotBeReadIsKeptAsideAndCostsNoPassword(FxRobot robot) throws Exception {
        BrokerProfile first = BrokerProfile.of("first", "node8:1099", "ada");
        BrokerProfile second = BrokerProfile.of("second", "node9:1099", "ada");
        PasswordSafe safe = PasswordSafe.in(console.settings());
        safe.open(safe.newKey(MASTER.toCharArray()));
        safe.keep(first, ManagedPair.SECRETS);
        safe.keep(second, ManagedPair.SECRETS);
        String unreadable = "[{\"id\": 1}]";
        Files.writeString(console.settings().resolve("brokers.json"), unreadable);

        console.restart();
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(robot.lookup("#report").queryAs(TextArea.class).getText().contains("brokers.json"));
        robot.type(KeyCode.ESCAPE).clickOn("#new-connection");
        fillIn(robot, pair.replica(Way.JMX), true);
        robot.clickOn("#connect").clickOn("#master").write(MASTER);
        robot.clickOn("#master-open");
        console.awaitConnected(1);

        PasswordSafe later = PasswordSafe.in(console.settings());
        later.open(later.key(MASTER.toCharArray()));
        assertEquals(Optional.of(ManagedPair.SECRETS), later.secrets(first));
        assertEquals(Optional.of(ManagedPair.SECRETS), later.secrets(second));
        List<BrokerProfile> written = BrokerBook.in(console.settings()).read();
        assertEquals(1, written.size());
        assertEquals(Optional.of(ManagedPair.SECRETS), later.secrets(written.get(0)));
        try (Stream<Path> files = Files.list(console.settings())) {
            List<Path> aside = files.filter(
                            file -> file.getFileName().toString().startsWith("brokers.json.bad-"))
                    .toList();
            assertEquals(1, aside.size());
            assertEquals(unreadable, Files.readString(aside.get(0)));
        }
    }

    @Test
    void aConnectionWithAColourThatIsNoneCanBeChanged(FxRobot robot) throws Exception {
        BrokerProfile odd = BrokerProfile.of("Night shift", "node9:1099", "ada").withColour("night");
        BrokerBook.in(console.settings()).write(List.of(odd));
        console.restart();
        robot.push(KeyCode.CONTROL, KeyCode.B);
        robot.clickOn("Night shift").clickOn("#connections-edit");

        assertEquals(
                "Night shift",
                robot.lookup("#connect-name").queryAs(TextField.class).getText());
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
