// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeView;
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

/** The window of the console on an embedded pair of brokers, without a display. */
@ExtendWith(ApplicationExtension.class)
class OverviewTest {

    @TempDir
    private static Path folder;

    private static ManagedPair pair;

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
    void show(Stage stage) throws Exception {
        console = ConsoleStage.show(stage, folder.resolve(UUID.randomUUID().toString()));
    }

    @AfterEach
    void closeConsole() {
        console.close();
    }

    @Test
    void aReplicaIsStoppedStartedAndDisconnectedWithItsFinalReport(FxRobot robot) throws Exception {
        String queue = replicatedQueue(5);
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

        String report = robot.lookup("#report").queryAs(TextArea.class).getText();
        assertTrue(report.contains(queue), report);
        assertTrue(report.contains("originalDepth 5, replicaDepth 5, inParity true"), report);
    }

    @Test
    void whoDoesNotConfirmChangesNothing(FxRobot robot) throws Exception {
        String queue = replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);

        console.select(queue);
        robot.clickOn("#disconnect").clickOn("#cancel");

        assertEquals(ReplicaState.LIVE, pair.brokers().replicaOf(queue).getState());
        assertTrue(onFx(() -> console.model().actions().isEmpty()));
    }

    @Test
    void verifyReportsWhatTheBrokerFound(FxRobot robot) throws Exception {
        String queue = replicatedQueue(3);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);

        console.select(queue);
        robot.clickOn("#verify");

        console.awaitModel(model -> model.actions().size() == 1);
        assertTrue(onFx(() -> console.model().actions().get(0).isDone()));
        assertTrue(robot.lookup("#report").queryAs(TextArea.class).getText().contains(queue));
    }

    @Test
    void theFilterLeavesWhatMatchesAndSelectionSurvivesRefreshes(FxRobot robot) throws Exception {
        String queue = replicatedQueue(1);
        String other = replicatedQueue(1);
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
    void everyColumnIsSeenInEverySizeOfTheWindowOrCanBeScrolledTo() throws Exception {
        String queue = replicatedQueue(1);
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
        String queue = replicatedQueue(1);
        console.connect(pair.replica(Way.JOLOKIA).withReadOnly(true));
        console.awaitCondition(queue, Condition.IN_PARITY);

        for (String button : List.of("#start", "#stop", "#verify", "#disconnect")) {
            assertTrue(robot.lookup(button).queryAll().stream().noneMatch(OverviewTest::isShown), button);
        }
    }

    @Test
    void theTreeShowsTheQueuesOfABroker(FxRobot robot) throws Exception {
        String queue = replicatedQueue(4);
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
        String queue = replicatedQueue(1);
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

    private static boolean isShown(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static String replicatedQueue(int messages) throws Exception {
        String queue = "q" + UUID.randomUUID().toString().substring(0, 8);
        pair.brokers().original().createQueue(queue);
        new MixedMessages(1, "console").send(pair.brokers().original().core(), queue, messages);
        pair.brokers().createReplica(queue);
        pair.brokers().awaitParity(queue);
        return queue;
    }
}
