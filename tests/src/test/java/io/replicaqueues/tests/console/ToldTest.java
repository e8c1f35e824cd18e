// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.controls.Notification;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.Notice;
import io.replicaqueues.console.settings.Preferences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
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

/** What a person is told and what was done, on an embedded pair of brokers, without a display. */
@ExtendWith(ApplicationExtension.class)
class ToldTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @Test
    void whatAnotherConsoleDisconnectsIsToldAndIsNoNewsToWhoDidIt(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(3);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        ConsoleStage other = console.another();
        other.connect(pair.replica(Way.JOLOKIA));
        other.awaitCondition(queue, Condition.IN_PARITY);

        other.select(queue);
        // It waits for the answer to its question.
        Platform.runLater(() -> other.button("#disconnect").fire());
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("#confirm");

        console.awaitModel(model ->
                model.brokers().replicas().stream().noneMatch(row -> row.queue().equals(queue)));
        await().atMost(PATIENCE).until(() -> onFx(() -> console.button("#bell").getText()), "1"::equals);
        assertTrue(
                toasts(console).stream().anyMatch(each -> each.contains(queue)),
                toasts(console).toString());
        assertEquals(List.of(), toasts(other));
        other.close();
    }

    @Test
    void aLostBrokerIsOneNoticeWhateverItHolds(FxRobot robot) throws Exception {
        try (ManagedPair mortal =
                ManagedPair.start(folder.resolve(UUID.randomUUID().toString()))) {
            for (String queue : List.of("one", "two", "three")) {
                mortal.brokers().original().createQueue(queue);
                mortal.brokers().createReplica(queue);
                mortal.brokers().awaitParity(queue);
            }
            console.connect(mortal.replica(Way.JOLOKIA));
            console.awaitCondition("three", Condition.IN_PARITY);

            mortal.brokers().replica().kill();
            await().atMost(PATIENCE).until(() -> kinds(robot).contains(Notice.Kind.CONNECTION_LOST));
            mortal.brokers().replica().start();
            await().atMost(PATIENCE).until(() -> kinds(robot).contains(Notice.Kind.CONNECTION_BACK));

            assertEquals(1, count(robot, Notice.Kind.CONNECTION_LOST));
            assertEquals(1, count(robot, Notice.Kind.CONNECTION_BACK));
            assertTrue(kinds(robot).stream().noneMatch(kind -> kind == Notice.Kind.GONE || kind == Notice.Kind.NEW));
        }
    }

    @Test
    void aNoticeLeadsToItsReplicaAndReadingThemTakesTheCountAway(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        pair.brokers().replicaOf(queue).stop();
        await().atMost(PATIENCE).until(() -> onFx(() -> console.button("#bell").getText()), "1"::equals);

        robot.clickOn("#bell");
        assertEquals(null, onFx(() -> console.button("#bell").getText()));
        await().atMost(PATIENCE)
                .until(() -> robot.lookup("#notice-list .notice").tryQuery().isPresent());
        Node notice = robot.lookup("#notice-list .notice").query();
        robot.clickOn(notice);

        assertEquals(
                queue,
                onFx(() -> console.rows().getSelectionModel().getSelectedItem().queue()));
        assertFalse(onFx(() -> console.lookup("#notices").isVisible()));
        robot.push(KeyCode.CONTROL, KeyCode.I);
        assertTrue(onFx(() -> console.lookup("#notices").isVisible()));
        pair.brokers().replicaOf(queue).start();
        // The next test begins with what the brokers are then.
        pair.brokers().awaitParity(queue);
    }

    @Test
    void whatWasDoneIsListedFilteredCopiedExportedAndThereAfterARestart(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(2);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.select(queue);
        robot.clickOn("#verify");
        console.awaitModel(model -> model.actions().size() == 1);
        robot.push(KeyCode.ESCAPE);

        robot.push(KeyCode.CONTROL, KeyCode.H);
        assertEquals(1, onFx(() -> listed(robot).getItems().size()));
        robot.clickOn("#audit-filter").write("nothing of that");
        assertEquals(0, onFx(() -> listed(robot).getItems().size()));
        robot.doubleClickOn("#audit-filter");
        onFx(() -> {
            robot.lookup("#audit-filter").queryAs(TextField.class).setText(queue);
            return null;
        });
        Path file = folder.resolve(queue + ".csv");
        console.choose(file);
        robot.clickOn("#audit-export");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readString(file).contains(queue));
        assertTrue(Files.readString(file).contains("\"Verify\",\"" + queue + "\",\"true\""), Files.readString(file));

        Path slow = folder.resolve(queue + ".pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", slow.toString()).start().waitFor());
        console.choose(slow);
        Platform.runLater(robot.lookup("#audit-export").queryButton()::fire);
        // Who writes into a pipe waits until somebody reads.
        assertEquals(1, onFx(() -> listed(robot).getItems().size()));
        assertTrue(Files.readString(slow).contains(queue));

        console.restart();
        assertEquals(1, onFx(() -> console.model().actions().size()));
        assertEquals(queue, onFx(() -> console.model().actions().get(0).queue()));
    }

    @Test
    void thatWhatIsDoneCannotBeKeptIsToldOnce(FxRobot robot) throws Exception {
        Files.createDirectories(console.settings().resolve("actions.jsonl"));
        BrokerModel gone = onFx(() -> connectAndLetGo());

        onFx(() -> console.model().probe(gone, "amqp://node1:5672", new Login("ada", "")));
        await().atMost(PATIENCE).until(() -> robot.lookup("#report").tryQuery().isPresent());
        assertTrue(robot.lookup("#report").queryAs(TextArea.class).getText().contains("actions.jsonl"));
        robot.type(KeyCode.ESCAPE);
        onFx(() -> console.model().probe(gone, "amqp://node2:5672", new Login("ada", "")));

        assertEquals(2, onFx(() -> console.model().actions().size()));
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> robot.lookup("#report").tryQuery().isEmpty());
    }

    @Test
    void traySoundAndLanguageAreChosenInTheSettingsAndOffAtFirst(FxRobot robot) throws Exception {
        assertFalse(Preferences.in(console.settings()).isSoundWanted());
        assertFalse(Preferences.in(console.settings()).isTrayWanted());
        robot.clickOn("#preferences");
        assertTrue(robot.lookup("#preferences-tray").queryAs(CheckBox.class).isDisabled());

        robot.clickOn("#preferences-sound");
        onFx(() -> {
            robot.lookup("#preferences-theme")
                    .queryAs(ComboBox.class)
                    .getSelectionModel()
                    .selectLast();
            return null;
        });
        robot.clickOn("#preferences-save");

        assertTrue(onFx(() -> console.preferences().isSoundWanted()));
        assertTrue(onFx(() -> console.preferences().isDark()));
        robot.push(KeyCode.CONTROL, KeyCode.D);
    }

    @Test
    void theVersionsOfTheConsoleAndOfEachBrokerAreShown(FxRobot robot) {
        console.connect(pair.replica(Way.JMX));
        console.awaitModel(
                model -> model.brokers().brokers().get(0).readingProperty().get() != null);

        robot.push(KeyCode.F1);

        List<String> facts = onFx(() -> robot.lookup(".fact").queryAllAs(TextField.class).stream()
                .map(TextField::getText)
                .toList());
        assertTrue(facts.get(0).matches("\\d+\\.\\d+\\.\\d+.*"), facts.toString());
        assertTrue(facts.contains(System.getProperty("javafx.runtime.version")), facts.toString());
        String broker = pair.brokers().replica().name();
        assertTrue(robot.lookup(".fact-name").queryAllAs(Label.class).stream()
                .anyMatch(each -> each.getText().contains(broker)));
    }

    private BrokerModel connectAndLetGo() {
        try {
            BrokerModel broker = console.model().connect(pair.replica(Way.JMX), ManagedPair.SECRETS);
            console.model().disconnect(broker);
            return broker;
        } catch (ConnectionFailure e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> toasts(ConsoleStage console) {
        return onFx(() -> console.lookup("#toasts").getChildrenUnmodifiable().stream()
                .map(each -> ((Notification) each).getMessage())
                .toList());
    }

    @SuppressWarnings("unchecked") // The list of notices.
    private static List<Notice.Kind> kinds(FxRobot robot) {
        return onFx(() -> ((ListView<Notice>) robot.lookup("#notice-list").queryAs(ListView.class))
                .getItems().stream().map(Notice::kind).toList());
    }

    private static long count(FxRobot robot, Notice.Kind kind) {
        return kinds(robot).stream().filter(kind::equals).count();
    }

    private static TableView<?> listed(FxRobot robot) {
        return robot.lookup("#actions-done").queryAs(TableView.class);
    }
}
