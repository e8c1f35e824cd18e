// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.model.ActionKind;
import io.replicaqueues.console.model.Condition;
import java.nio.file.Path;
import java.time.Duration;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** What a person is told although the screen is closed on which it was asked for, or something else has changed. */
@ExtendWith(ApplicationExtension.class)
class ClosedScreensTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @Test
    void whatTheBrokerReportsIsShownAfterThePageOfTheReplicaWasClosed(FxRobot robot) throws Exception {
        String queue = shown();
        console.open(robot, queue);

        fireAndClose(robot, "#queue-page #verify");

        assertReported(robot, queue);
    }

    @Test
    void andAfterTheScreenOfMessagesWasClosed(FxRobot robot) throws Exception {
        String queue = shown();
        console.select(queue);
        robot.clickOn("#open-messages");
        awaitEnabled(robot, "#messages-verify");

        fireAndClose(robot, "#messages-verify");

        assertReported(robot, queue);
    }

    @Test
    void aHistoryThatCouldNotBeWrittenIsToldOfAfterItsPageWasClosed(FxRobot robot) throws Exception {
        String queue = shown();
        console.open(robot, queue);
        console.choose(nowhere());

        fireAndClose(robot, "#csv");

        assertReported(robot, "NoSuchFile");
    }

    @Test
    void andAListOfActionsThatCouldNotBeWritten(FxRobot robot) {
        robot.push(KeyCode.CONTROL, KeyCode.H);
        console.choose(nowhere());

        fireAndClose(robot, "#audit-export");

        assertReported(robot, "NoSuchFile");
    }

    @Test
    void whatChangedWhileItWasAskedAboutIsLeftAloneAndSaid(FxRobot robot) throws Exception {
        String queue = shown();
        console.select(queue);
        // It waits for the answer to its question.
        Platform.runLater(() -> console.button("#stop").fire());
        WaitForAsyncUtils.waitForFxEvents();

        pair.brokers().replicaOf(queue).stop();
        console.awaitCondition(queue, Condition.STOPPED);
        robot.clickOn("#confirm");

        assertReported(robot, "something has changed");
        assertEquals(
                0L,
                onFx(() -> console.model().actions().stream()
                        .filter(each -> each.action() == ActionKind.STOP)
                        .count()));
    }

    private String shown() throws Exception {
        String queue = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        return queue;
    }

    private static Path nowhere() {
        return folder.resolve("not there").resolve("file");
    }

    private static void awaitEnabled(FxRobot robot, String button) {
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup(button)
                        .tryQueryAs(Button.class)
                        .filter(each -> !each.isDisabled())
                        .isPresent()));
    }

    /** In one go: whatever comes of it comes to a screen that is closed. */
    private static void fireAndClose(FxRobot robot, String button) {
        onFx(() -> {
            robot.lookup(button).queryButton().fire();
            TabPane tabs = robot.lookup("#tabs").queryAs(TabPane.class);
            Tab tab = tabs.getSelectionModel().getSelectedItem();
            tabs.getTabs().remove(tab);
            tab.getOnClosed().handle(null);
            return null;
        });
    }

    private static void assertReported(FxRobot robot, String text) {
        await().atMost(PATIENCE).until(() -> robot.lookup("#report").tryQuery().isPresent());
        String report = robot.lookup("#report").queryAs(TextArea.class).getText();
        assertTrue(report.contains(text), report);
    }
}
