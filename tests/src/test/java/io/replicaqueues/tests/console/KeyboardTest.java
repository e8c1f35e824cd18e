// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.tests.broker.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** What a mouse does by clicks on headings and lines, by pointing and by dragging, done with keys. */
@ExtendWith(ApplicationExtension.class)
class KeyboardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @Test
    void columnsAreHiddenMovedWidenedAndSortedByAndStaySo(FxRobot robot) {
        Keyboard keyboard = new Keyboard(robot);
        keyboard.push(KeyCode.CONTROL, KeyCode.K);
        keyboard.goTo("columns-list").type(KeyCode.DOWN, KeyCode.SPACE).push(KeyCode.ALT, KeyCode.DOWN);
        keyboard.type(KeyCode.UP);
        double width = onFx(() -> column("replica").getWidth());
        keyboard.push(KeyCode.ALT, KeyCode.RIGHT);
        assertTrue(onFx(() -> column("replica").getWidth()) > width);
        keyboard.goTo("columns-sort").type(KeyCode.SPACE, KeyCode.SPACE);
        keyboard.goTo("columns-list").type(KeyCode.ESCAPE);

        assertEquals(List.of(console.stage()), onFx(() -> List.copyOf(Window.getWindows())));
        console.restart();
        assertEquals(
                List.of("condition", "replica", "original"),
                onFx(() -> console.rows().getColumns().stream()
                        .map(TableColumn::getId)
                        .limit(3)
                        .toList()));
        assertFalse(onFx(() -> column("original").isVisible()));
        assertEquals(
                List.of("replica DESCENDING"),
                onFx(() -> console.rows().getSortOrder().stream()
                        .map(each -> each.getId() + " " + each.getSortType())
                        .toList()));
    }

    private TableColumn<ReplicaRow, ?> column(String id) {
        return console.rows().getColumns().stream()
                .filter(each -> each.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theWorstReplicaIsShownFromEverywhere(FxRobot robot) throws Exception {
        String good = pair.replicatedQueue(1);
        String bad = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(good, Condition.IN_PARITY);
        pair.brokers().replicaOf(bad).stop();
        console.awaitCondition(bad, Condition.STOPPED);
        Keyboard keyboard = new Keyboard(robot);
        keyboard.push(KeyCode.CONTROL, KeyCode.H).push(KeyCode.CONTROL, KeyCode.G);
        assertEquals(Optional.of(bad), selected());

        console.select(good);
        keyboard.goTo("status").type(KeyCode.ENTER);
        assertEquals(Optional.of(bad), selected());
        pair.brokers().replicaOf(bad).start();
    }

    private Optional<String> selected() {
        return onFx(() -> Optional.ofNullable(console.rows().getSelectionModel().getSelectedItem())
                .map(ReplicaRow::queue));
    }

    @Test
    void whyABrokerIsOutOfReachIsToldInTheTreeAndItsMenuOpens(FxRobot robot) {
        console.connect(BrokerProfile.of("Nobody", "127.0.0.1:" + FreePorts.next(), ""));
        console.awaitModel(model -> model.brokers().brokers().get(0).link().state() == BrokerModel.Link.State.LOST);
        Keyboard keyboard = new Keyboard(robot);
        keyboard.goTo("tree").type(KeyCode.HOME, KeyCode.ENTER);
        await().atMost(PATIENCE).until(() -> robot.lookup("#report").tryQuery().isPresent());
        String told = robot.lookup("#report").queryAs(TextArea.class).getText();
        assertTrue(told.contains("The broker cannot be reached."), told);

        keyboard.type(KeyCode.ESCAPE).push(KeyCode.SHIFT, KeyCode.F10);
        await().atMost(PATIENCE)
                .until(() -> robot.lookup("Close the connection").tryQuery().isPresent());
        keyboard.type(KeyCode.UP, KeyCode.ENTER);

        console.awaitModel(model -> model.brokers().brokers().isEmpty());
    }

    @Test
    void whatPointingTellsIsToldOfWhatHasTheFocus(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        Keyboard keyboard = new Keyboard(robot);

        keyboard.goTo("filter");
        assertTrue(hint(keyboard).contains("Shows only replicas with this text"));
        console.select(queue);
        keyboard.goTo("replicas");
        String ofRow = hint(keyboard);
        assertTrue(ofRow.contains("proved at the latest position") && ofRow.contains(queue), ofRow);
        keyboard.type(KeyCode.ENTER);
        keyboard.goTo("facts").type(KeyCode.DOWN, KeyCode.DOWN);
        assertTrue(hint(keyboard).contains("(StateSince)"));
        keyboard.push(KeyCode.CONTROL, KeyCode.N).goTo("connect-address");
        assertTrue(hint(keyboard).contains("HOST:PORT"));
    }

    private static String hint(Keyboard keyboard) {
        keyboard.push(KeyCode.CONTROL, KeyCode.F1);
        return onFx(() -> Window.getWindows().stream()
                .filter(window -> window instanceof Tooltip hint && "hint".equals(hint.getId()))
                .map(window -> ((Tooltip) window).getText())
                .findFirst()
                .orElse(""));
    }

    @Test
    void dividersAreMovedAndTabsTurned(FxRobot robot) {
        Keyboard keyboard = new Keyboard(robot);
        keyboard.push(KeyCode.CONTROL, KeyCode.H);
        assertTrue(robot.lookup("#actions-done").tryQuery().isPresent());
        keyboard.goTo("tree-filter");
        double before = onFx(this::divider);

        keyboard.push(KeyCode.ALT, KeyCode.SHIFT, KeyCode.RIGHT);
        assertTrue(onFx(this::divider) > before);
        keyboard.push(KeyCode.CONTROL, KeyCode.PAGE_UP);
        assertEquals(0, onFx(this::shownTab));
        keyboard.push(KeyCode.CONTROL, KeyCode.PAGE_UP);
        assertEquals(1, onFx(this::shownTab));
    }

    private double divider() {
        return ((SplitPane) console.lookup(".split-pane")).getDividerPositions()[0];
    }

    private int shownTab() {
        return ((TabPane) console.lookup("#tabs")).getSelectionModel().getSelectedIndex();
    }

    @Test
    void whatWasDoneIsReadWholeAndSortedByItsColumns(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(2);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.select(queue);
        Keyboard keyboard = new Keyboard(robot);
        keyboard.goTo("verify").type(KeyCode.SPACE);
        await().atMost(PATIENCE).until(() -> robot.lookup("#report").tryQuery().isPresent());
        keyboard.type(KeyCode.ESCAPE).push(KeyCode.CONTROL, KeyCode.H);
        keyboard.goTo("actions-done").type(KeyCode.HOME, KeyCode.ENTER);

        await().atMost(PATIENCE).until(() -> robot.lookup("#report").tryQuery().isPresent());
        String whole = robot.lookup("#report").queryAs(TextArea.class).getText();
        assertTrue(whole.contains("2 messages in the original · 2 messages in the replica"), whole);
        keyboard.type(KeyCode.ESCAPE).push(KeyCode.CONTROL, KeyCode.K);
        assertEquals(
                5,
                onFx(() ->
                        robot.lookup("#columns-list").queryListView().getItems().size()));
    }
}
