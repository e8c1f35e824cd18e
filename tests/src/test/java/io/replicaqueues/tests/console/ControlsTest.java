// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.console.model.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** Whether a person who does not see, or does not know, is told what a control is for. */
@ExtendWith(ApplicationExtension.class)
class ControlsTest {

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @Test
    void everyControlOfTheWindowHasANameAndATooltip(FxRobot robot) throws Exception {
        Set<String> untold = new TreeSet<>();
        String queue = pair.replicatedQueue(1);
        console.connect(pair.original(Way.JMX));
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        untold.addAll(untold(console.stage()));

        console.open(robot, queue);
        untold.addAll(untold(console.stage()));
        robot.push(KeyCode.CONTROL, KeyCode.W);
        console.select(queue);
        robot.push(KeyCode.CONTROL, KeyCode.M);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> robot.lookup("#message-table").tryQuery().isPresent());
        untold.addAll(untold(console.stage()));
        robot.push(KeyCode.CONTROL, KeyCode.H);
        robot.push(KeyCode.CONTROL, KeyCode.I);
        untold.addAll(untold(console.stage()));

        assertEquals(Set.of(), untold);
    }

    @Test
    void everyControlOfTheDialogsHasANameAndATooltipUnlessItSaysAllThereIsToSay(FxRobot robot) {
        Set<String> untold = new TreeSet<>();
        console.connect(pair.original(Way.JMX));
        console.awaitConnected(1);
        for (KeyCode key : List.of(KeyCode.N, KeyCode.B, KeyCode.COMMA)) {
            robot.push(KeyCode.CONTROL, key);
            untold.addAll(untoldOfDialog(robot));
        }
        robot.push(KeyCode.F1);
        untold.addAll(untoldOfDialog(robot));
        Platform.runLater(console.button("#create-replica")::fire);
        WaitForAsyncUtils.waitForFxEvents();
        untold.addAll(untoldOfDialog(robot));

        assertEquals(Set.of(), untold);
    }

    private List<String> untoldOfDialog(FxRobot robot) {
        Window dialog = onFx(() -> Window.getWindows().stream()
                .filter(window -> window.isFocused() && window != console.stage())
                .findFirst()
                .orElseThrow());
        List<String> untold = untold(dialog);
        robot.type(KeyCode.ESCAPE);
        return untold;
    }

    private static List<String> untold(Window window) {
        return onFx(() -> controls(window.getScene().getRoot())
                .flatMap(control -> missing(control).stream())
                .toList());
    }

    private static Stream<Control> controls(Node node) {
        if (!node.isVisible()) {
            return Stream.of();
        }
        if (node instanceof ButtonBase
                || node instanceof TextInputControl
                || node instanceof ComboBoxBase
                || node instanceof TableView
                || node instanceof ListView
                || node instanceof TreeView) {
            return Stream.of((Control) node);
        }
        return node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream().flatMap(ControlsTest::controls)
                : Stream.of();
    }

    private static List<String> missing(Control control) {
        boolean isNamed = isSaid(control.getAccessibleText())
                || (control instanceof Labeled labeled && isSaid(labeled.getText()));
        // What lists and texts show explains itself, and so does a button of a dialog.
        boolean isRead = control instanceof TextInputControl text && !text.isEditable();
        boolean needsTooltip = !(isRead
                || control instanceof TableView
                || control instanceof ListView
                || control instanceof TreeView
                || control.getParent().getParent() instanceof javafx.scene.control.ButtonBar);
        boolean isExplained = !needsTooltip || control.getTooltip() != null;
        return Stream.of(isNamed ? null : control + " has no name", isExplained ? null : control + " has no tooltip")
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean isSaid(String text) {
        return text != null && !text.isBlank();
    }
}
