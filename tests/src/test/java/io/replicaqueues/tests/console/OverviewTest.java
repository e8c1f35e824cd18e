// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.mbeans.ReplicaState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The window of the console on an embedded pair of brokers, without a display. */
@ExtendWith(ApplicationExtension.class)
class OverviewTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @Test
    void aReplicaIsStoppedStartedAndDisconnectedWithItsFinalReport(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(5);
        console.connect(pair.replica(Way.JOLOKIA));
        console.awaitCondition(queue, Condition.IN_PARITY);

        console.select(queue);
        robot.clickOn("#stop").clickOn("#confirm");
        console.awaitCondition(queue, Condition.STOPPED);
        robot.clickOn("#start");
        console.awaitCondition(queue, Condition.IN_PARITY);
        robot.clickOn("#disconnect").clickOn("#confirm");
        console.awaitModel(model ->
                model.brokers().replicas().stream().noneMatch(row -> row.queue().equals(queue)));

        String report = report(robot);
        assertTrue(report.contains(queue), report);
        assertTrue(report.contains("5 messages in the original · 5 messages in the replica · in parity"), report);
    }

    @Test
    void whoDoesNotConfirmChangesNothing(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);

        console.select(queue);
        robot.clickOn("#disconnect").clickOn("#cancel");

        assertEquals(ReplicaState.LIVE, pair.brokers().replicaOf(queue).getState());
        assertTrue(onFx(() -> console.model().actions().isEmpty()));
    }

    @Test
    void verifyReportsWhatTheBrokerFound(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(3);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);

        console.select(queue);
        robot.clickOn("#verify");

        console.awaitModel(model -> model.actions().size() == 1);
        assertTrue(onFx(() -> console.model().actions().get(0).isDone()));
        assertTrue(robot.lookup("#report").queryAs(TextArea.class).getText().contains(queue));
    }

    @Test
    void whatIsSelectedStaysSoWhenSeveralReplicasLeaveAtOnce(FxRobot robot) throws Exception {
        List<String> queues = Stream.of(pair.replicatedQueue(1), pair.replicatedQueue(1), pair.replicatedQueue(1))
                .sorted()
                .toList();
        console.connect(pair.replica(Way.JMX));
        console.connect(pair.replica(Way.JOLOKIA));
        console.awaitConnected(2);
        BrokerModel one = onFx(() -> console.model().brokers().brokers().get(0));
        BrokerModel two = onFx(() -> console.model().brokers().brokers().get(1));
        console.awaitModel(
                any -> queues.stream().allMatch(queue -> one.replica(queue) != null && two.replica(queue) != null));
        ReplicaRow chosen = onFx(() -> {
            console.model().setInterval(Duration.ZERO);
            console.rows()
                    .getSortOrder()
                    .setAll(console.rows().getColumns().stream()
                            .filter(column -> column.getId().equals("replica"))
                            .toList());
            console.rows()
                    .getSelectionModel()
                    .clearAndSelect(console.rows().getItems().indexOf(two.replica(queues.get(1))));
            return two.replica(queues.get(1));
        });

        pair.brokers().replicaOf(queues.get(0)).disconnect();
        pair.brokers().replicaOf(queues.get(2)).disconnect();
        onFx(() -> {
            console.model().refresh(one);
            return null;
        });
        console.awaitModel(any -> one.replica(queues.get(0)) == null && one.replica(queues.get(2)) == null);

        assertEquals(
                List.of(chosen),
                onFx(() -> List.copyOf(console.rows().getSelectionModel().getSelectedItems())));
    }

    @Test
    void theFilterLeavesWhatMatchesAndSelectionSurvivesRefreshes(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        String other = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.awaitCondition(other, Condition.IN_PARITY);

        robot.clickOn("#filter").write(queue);
        assertEquals(
                List.of(queue),
                onFx(() -> console.rows().getItems().stream()
                        .map(row -> row.queue())
                        .toList()));

        console.select(queue);
        int points = onFx(() -> console.rows().getItems().get(0).history().all().size());
        console.awaitRow(queue, row -> row.history().all().size() > points + 2);
        assertEquals(
                queue,
                onFx(() -> console.rows().getSelectionModel().getSelectedItem().queue()));
    }

    @Test
    void aFilterForAStateFollowsWhatReplicasBecome(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        String other = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.awaitCondition(other, Condition.IN_PARITY);
        robot.clickOn("#filter").write("stopped");
        assertFalse(shown().contains(queue));

        pair.brokers().replicaOf(queue).stop();
        await().atMost(PATIENCE).until(() -> shown().contains(queue));
        console.select(queue);
        pair.brokers().replicaOf(other).stop();
        await().atMost(PATIENCE).until(() -> shown().contains(other));
        assertEquals(
                queue,
                onFx(() -> console.rows().getSelectionModel().getSelectedItem().queue()));
        pair.brokers().replicaOf(queue).start();
        await().atMost(PATIENCE).until(() -> !shown().contains(queue));
        assertTrue(shown().contains(other));
    }

    @Test
    void howWindowAndTableWereIsRememberedOverARestart(FxRobot robot) {
        console.resize(1_300, 700);
        robot.clickOn("#theme");
        onFx(() -> {
            TableView<ReplicaRow> table = console.rows();
            TableColumn<ReplicaRow, ?> last =
                    table.getColumns().remove(table.getColumns().size() - 1);
            table.getColumns().add(0, last);
            table.getColumns().get(3).setVisible(false);
            table.getColumns().get(1).setSortType(TableColumn.SortType.ASCENDING);
            table.getSortOrder().setAll(List.of(table.getColumns().get(1)));
            return null;
        });
        List<String> before = onFx(this::arrangement);

        console.restart();

        assertEquals(before, onFx(this::arrangement));
        assertEquals(1_300, onFx(() -> console.stage().getWidth()));
        assertEquals(700, onFx(() -> console.stage().getHeight()));
        assertTrue(onFx(() -> console.preferences().isDark()));
    }

    private List<String> arrangement() {
        return console.rows().getColumns().stream()
                .map(column -> column.getId() + " " + column.isVisible() + " "
                        + (console.rows().getSortOrder().contains(column) ? column.getSortType() : ""))
                .toList();
    }

    private List<String> shown() {
        return onFx(
                () -> console.rows().getItems().stream().map(ReplicaRow::queue).toList());
    }

    @Test
    void everyColumnIsSeenInEverySizeOfTheWindowOrCanBeScrolledTo() throws Exception {
        String queue = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        for (double width : new double[] {1_920, 1_280, 1_080, 1_280}) {
            console.resize(width, 800);

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertTrue(
                            onFx(this::areColumnsWithinReach),
                            () -> width + ": " + onFx(this::widthOfColumns) + " in "
                                    + onFx(() -> console.rows().getWidth())));
        }
        assertTrue(onFx(this::widthOfColumns) <= onFx(() -> console.rows().getWidth()));
    }

    private boolean areColumnsWithinReach() {
        return widthOfColumns() <= console.rows().getWidth()
                || console.rows().lookupAll(".scroll-bar").stream()
                        .anyMatch(each -> each instanceof ScrollBar bar
                                && bar.getOrientation() == Orientation.HORIZONTAL
                                && bar.isVisible());
    }

    private double widthOfColumns() {
        return console.rows().getVisibleLeafColumns().stream()
                .mapToDouble(column -> column.getWidth())
                .sum();
    }

    @Test
    void aBrokerMarkedReadOnlyOffersNothingThatChangesIt(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JOLOKIA).withReadOnly(true));
        console.awaitCondition(queue, Condition.IN_PARITY);

        for (String button : List.of("#start", "#stop", "#verify", "#disconnect")) {
            assertTrue(robot.lookup(button).queryAll().stream().noneMatch(OverviewTest::isShown), button);
        }
    }

    @Test
    void whereReadOnlyIsSelectedTooItIsLeftOutAndThatIsSaid(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        String broker = pair.brokers().replica().name();
        console.connect(pair.replica(Way.JMX));
        console.connect(BrokerProfile.of("Only looking", pair.address(Way.JOLOKIA), ManagedPair.USER)
                .withBroker(broker)
                .withReadOnly(true));
        console.awaitModel(model -> model.brokers().replicas().stream()
                        .filter(row -> row.queue().equals(queue) && row.sight().isInParity())
                        .count()
                == 2);

        console.select(queue);
        robot.clickOn("#verify");
        String verified = report(robot);
        assertTrue(verified.contains("the connection is read-only:\n" + queue + " on Only looking"), verified);
        robot.type(KeyCode.ESCAPE);
        console.select(queue);
        robot.clickOn("#stop");
        String asked = robot.lookup(".alert .content").queryAs(Label.class).getText();
        assertTrue(asked.contains("the connection is read-only:\n" + queue + " on Only looking"), asked);
        assertEquals(ReplicaState.LIVE, pair.brokers().replicaOf(queue).getState());
        robot.clickOn("#confirm");
        console.awaitRow(
                queue, row -> !row.broker().profile().readOnly() && row.sight().condition() == Condition.STOPPED);
        robot.clickOn("#start");

        String started = report(robot);
        assertTrue(started.contains(queue + " on Only looking"), started);
        assertEquals(
                List.of(broker, broker, broker),
                onFx(() -> console.model().actions().stream()
                        .map(ActionRecord::broker)
                        .toList()));
    }

    @Test
    void aReplicaThatHasFailedIsStartedByWhoHasReadWhy(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(3);
        console.connect(pair.replica(Way.JOLOKIA));
        console.awaitCondition(queue, Condition.IN_PARITY);
        pair.brokers().original().server().destroyQueue(SimpleString.of(queue));
        pair.brokers().original().createQueue(queue);
        console.awaitCondition(queue, Condition.FAILED);

        console.select(queue);
        robot.clickOn("#start");
        String asked = robot.lookup(".alert .content").queryAs(Label.class).getText();
        assertTrue(asked.contains("REPLACES the content here"), asked);
        assertTrue(asked.contains("was deleted"), asked);
        robot.type(KeyCode.ESCAPE);
        assertEquals(ReplicaState.FAILED, pair.brokers().replicaOf(queue).getState());
        assertEquals(3, pair.brokers().replica().depth(queue));

        robot.clickOn("#start").clickOn("#confirm");
        console.awaitCondition(queue, Condition.IN_PARITY);
        assertEquals(0, pair.brokers().replica().depth(queue));
    }

    @Test
    void theTreeShowsTheQueuesOfABroker(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(4);
        console.connect(pair.original(Way.JMX));

        console.awaitModel(model -> model.brokers().brokers().get(0).queues().queues().stream()
                .anyMatch(each -> each.location().queue().equals(queue) && each.messages() == 4));
        robot.clickOn("#tree-filter").write(queue);

        assertEquals(2, onFx(() -> robot.lookup("#tree").queryAs(TreeView.class).getExpandedItemCount()));
    }

    @Test
    void aWrongPasswordIsSaidAndNotTriedAgain() throws Exception {
        onFx(() -> {
            try {
                return console.model().connect(pair.replica(Way.JOLOKIA), new BrokerProfile.Secrets("wrong"));
            } catch (ConnectionFailure e) {
                throw new IllegalStateException(e);
            }
        });

        console.awaitModel(model -> model.brokers().brokers().get(0).link().state() == BrokerModel.Link.State.LOST);

        assertEquals(
                ConnectionFailure.Reason.WRONG_PASSWORD,
                onFx(() -> console.model()
                        .brokers()
                        .brokers()
                        .get(0)
                        .link()
                        .failure()
                        .reason()));
    }

    @Test
    void aConnectionIsMadeWithTheDialogAndAnAddressThatIsNoneIsRefused(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        robot.clickOn("#new-connection");
        robot.clickOn("#connect-name").write("My broker");
        robot.clickOn("#connect-address").write("nonsense");
        robot.clickOn("#connect");
        assertFalse(robot.lookup("#problem").queryAs(Label.class).getText().isEmpty());

        onFx(() -> {
            robot.lookup("#connect-address").queryAs(TextField.class).setText(pair.address(Way.JOLOKIA));
            robot.lookup("#connect-broker")
                    .queryAs(TextField.class)
                    .setText(pair.brokers().replica().name());
            return null;
        });
        robot.clickOn("#connect-user").write(ManagedPair.USER);
        robot.clickOn("#connect-password").write(ManagedPair.SECRETS.password());
        robot.clickOn("#connect");

        console.awaitCondition(queue, Condition.IN_PARITY);
    }

    private static String report(FxRobot robot) {
        await().atMost(PATIENCE).until(() -> robot.lookup("#report").tryQuery().isPresent());
        return robot.lookup("#report").queryAs(TextArea.class).getText();
    }

    private static boolean isShown(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
