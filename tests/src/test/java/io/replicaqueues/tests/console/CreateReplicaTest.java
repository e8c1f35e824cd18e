// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.model.ActionKind;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.PlannedReplica;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.demo.JmxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The form that creates replicas, on an embedded pair of brokers, without a display. */
@ExtendWith(ApplicationExtension.class)
class CreateReplicaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @Test
    void aReplicaIsCreatedAfterTheConnectionWasTestedAndItWasSaidWhatWillHappen(FxRobot robot) throws Exception {
        String queue = pair.originalQueue(7);
        connectBoth(pair, Way.JOLOKIA);
        openForm(robot, pair);
        assertEquals(
                "amqp://" + pair.brokers().original().hostAndPort(), awaitText(robot, "#create-address .text-field"));
        login(robot, Broker.PASSWORD);

        robot.clickOn("#create-test");
        awaitSaid(robot, "#create-result", "reaches the original broker");
        choose(robot, queue);
        String plan = text(robot, "#create-plan");
        assertTrue(plan.contains("queue " + queue + " is created on "), plan);
        assertTrue(plan.contains("Its 7 messages are copied"), plan);
        assertTrue(plan.contains("as " + Broker.USER), plan);
        robot.clickOn("#create-do");

        console.awaitCondition(queue, Condition.IN_PARITY);
        assertEquals(7, pair.brokers().replicaOf(queue).getReplicaDepth());
        awaitSaid(robot, "#create-plan", "Done.");
        assertEquals(
                List.of(ActionKind.CREATE, ActionKind.TEST),
                onFx(() -> console.model().actions().stream()
                        .map(ActionRecord::action)
                        .toList()));
    }

    @Test
    void severalAreCreatedAtOnce(FxRobot robot) throws Exception {
        String one = pair.originalQueue(1);
        String two = pair.originalQueue(2);
        connectBoth(pair, Way.JMX);
        openForm(robot, pair);
        login(robot, Broker.PASSWORD);

        choose(robot, one);
        choose(robot, two);
        await().atMost(PATIENCE).until(() -> isOffered(robot, "#create-do"));
        robot.clickOn("#create-do");

        console.awaitCondition(one, Condition.IN_PARITY);
        console.awaitCondition(two, Condition.IN_PARITY);
    }

    @Test
    void aNameThatIsTakenIsProposedWithASuffixAndWrittenItselfMakesThatQueueTheReplica(FxRobot robot) throws Exception {
        String queue = pair.originalQueue(3);
        pair.brokers().replica().createQueue(queue);
        connectBoth(pair, Way.JMX);
        openForm(robot, pair);
        login(robot, Broker.PASSWORD);
        choose(robot, queue);
        await().atMost(PATIENCE).until(() -> planned(robot).replicaQueue().equals(queue + ".replica"));

        write(robot, ".replica-name", queue);
        await().atMost(PATIENCE).until(() -> planned(robot).step() == PlannedReplica.Step.ADOPT);
        assertTrue(text(robot, "#create-plan").contains("exists on"), text(robot, "#create-plan"));
        await().atMost(PATIENCE).until(() -> isOffered(robot, "#create-do"));
        robot.clickOn("#create-do");

        console.awaitCondition(queue, Condition.IN_PARITY);
    }

    @Test
    void aQueueWithMessagesOfItsOwnIsRefusedInTheBrokersWordsAndStaysToBeMended(FxRobot robot) throws Exception {
        String queue = pair.originalQueue(3);
        pair.brokers().replica().createQueue(queue);
        new MixedMessages(2, "foreign").send(pair.brokers().replica().core(), queue, 1);
        connectBoth(pair, Way.JOLOKIA);
        openForm(robot, pair);
        login(robot, Broker.PASSWORD);
        choose(robot, queue);
        await().atMost(PATIENCE).until(() -> planned(robot).replicaQueue().equals(queue + ".replica"));
        write(robot, ".replica-name", queue);
        await().atMost(PATIENCE).until(() -> isOffered(robot, "#create-do"));
        robot.clickOn("#create-do");

        awaitSaid(robot, "#create-plan", "1 messages that are not from");

        assertEquals(queue, planned(robot).originalQueue());
    }

    @Test
    void aWrongPasswordIsToldByTheTestAndNoPasswordIsShownOrKept(FxRobot robot) throws Exception {
        connectBoth(pair, Way.JMX);
        openForm(robot, pair);
        login(robot, "not-the-password");
        await().atMost(PATIENCE).until(() -> isOffered(robot, "#create-test"));
        robot.clickOn("#create-test");

        awaitSaid(robot, "#create-result", "wrong user or password");
        Path file = console.settings().resolve("actions.jsonl");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readString(file).contains("TEST"));
        String kept = Files.readString(file);
        assertFalse(kept.contains("not-the-password"), kept);
    }

    @Test
    void aBrokerThatIsNotConnectedIsReachedByItsAddressAndQueuesByTheirNames(FxRobot robot) throws Exception {
        String queue = pair.originalQueue(2);
        console.connect(pair.replica(Way.JMX));
        console.awaitConnected(1);
        robot.clickOn("#create-replica");
        write(robot, "#create-address .text-field", "amqp://me:secret@node1");
        awaitSaid(robot, "#create-hint", "their own fields");
        assertTrue(onFx(() -> robot.lookup("#create-do").query().isDisabled()));

        write(robot, "#create-address .text-field", pair.brokers().original().hostAndPort());
        awaitSaid(robot, "#create-hint", "its own machine");
        login(robot, Broker.PASSWORD);
        write(robot, "#create-lines", queue);
        robot.clickOn("#create-do");

        console.awaitCondition(queue, Condition.IN_PARITY);
    }

    @Test
    void aBrokerThatDiesWhileTheFormIsOpenIsSaidToBeOutOfReachAndServesAgainWhenItIsBack(FxRobot robot)
            throws Exception {
        try (ManagedPair mortal =
                ManagedPair.start(folder.resolve(UUID.randomUUID().toString()))) {
            mortal.brokers().original().createQueue("orders");
            connectBoth(mortal, Way.JOLOKIA);
            openForm(robot, mortal);
            login(robot, Broker.PASSWORD);
            choose(robot, "orders");
            await().atMost(PATIENCE).until(() -> isOffered(robot, "#create-do"));

            mortal.brokers().replica().kill();
            awaitSaid(robot, "#create-hint", "out of reach");
            assertFalse(isOffered(robot, "#create-do"));
            assertFalse(isOffered(robot, "#create-test"));

            mortal.brokers().replica().start();
            await().atMost(PATIENCE).until(() -> isOffered(robot, "#create-do"));
            robot.clickOn("#create-do");
            console.awaitCondition("orders", Condition.IN_PARITY);
        }
    }

    @Test
    void whoseRoleMayNotCreateIsToldSo(FxRobot robot) throws Exception {
        int port = FreePorts.next();
        try (JmxServer reader = JmxServer.startReadOnly(port, ManagedPair.USER, ManagedPair.SECRETS.password())) {
            String broker = pair.brokers().replica().name();
            console.connect(BrokerProfile.of(broker, "127.0.0.1:" + port, ManagedPair.USER)
                    .withBroker(broker));
            console.awaitConnected(1);
            robot.clickOn("#create-replica");
            write(
                    robot,
                    "#create-address .text-field",
                    pair.brokers().original().hostAndPort());
            write(robot, "#create-lines", "orders");
            assertEquals(PlannedReplica.Step.TRY, planned(robot).step());

            robot.clickOn("#create-do");

            awaitSaid(robot, "#create-plan", "Your role on that broker does not allow this");
        }
    }

    @Test
    void escapeClosesTheFormAlsoFromTheListOfQueues(FxRobot robot) throws Exception {
        String queue = pair.originalQueue(1);
        connectBoth(pair, Way.JMX);
        openForm(robot, pair);
        choose(robot, queue);

        robot.type(KeyCode.ESCAPE);

        await().atMost(PATIENCE)
                .until(() -> robot.lookup("#create-plan").tryQuery().isEmpty());
    }

    @Test
    void aReplicaIsCreatedWithTheKeyboardAlone(FxRobot robot) throws Exception {
        String queue = pair.originalQueue(4);
        connectBoth(pair, Way.JMX);
        Keyboard keyboard = new Keyboard(robot);
        keyboard.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        keyboard.goTo("create-target")
                .choose(each -> isBroker(each, pair.brokers().replica().name()));
        keyboard.goTo("create-source")
                .choose(each -> isBroker(each, pair.brokers().original().name()));
        keyboard.goTo("create-user").write(Broker.USER);
        keyboard.goTo("create-password").write(Broker.PASSWORD);
        keyboard.goTo("create-filter").write(queue);
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup("#create-queues")
                                .queryListView()
                                .getItems()
                                .size()
                        == 1));
        keyboard.goTo("create-queues").type(KeyCode.DOWN, KeyCode.SPACE);
        keyboard.goTo("replica-name").write(queue + ".copy");
        await().atMost(PATIENCE).until(() -> isOffered(robot, "#create-do"));
        keyboard.goTo("create-do").type(KeyCode.SPACE);

        console.awaitCondition(queue + ".copy", Condition.IN_PARITY);
    }

    @Test
    void consolesThatOnlyLookCreateNothingAndOthersOnlyWhereTheyMay(FxRobot robot) throws Exception {
        console.connect(pair.original(Way.JMX).withReadOnly(true));
        console.awaitConnected(1);
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> !robot.lookup("#create-replica").query().isVisible()));

        console.connect(pair.replica(Way.JMX));
        console.awaitConnected(2);
        robot.clickOn("#create-replica");

        assertEquals(
                List.of(pair.replica(Way.JMX).name()),
                onFx(() -> box(robot, "#create-target").getItems().stream()
                        .map(each -> ((BrokerModel) each).profile().name())
                        .toList()));
    }

    private void connectBoth(ManagedPair brokers, Way way) {
        console.connect(brokers.original(way));
        console.connect(brokers.replica(way));
        console.awaitConnected(2);
    }

    private void openForm(FxRobot robot, ManagedPair brokers) {
        robot.clickOn("#create-replica");
        onFx(() -> {
            chooseBroker(
                    box(robot, "#create-target"), brokers.brokers().replica().name());
            chooseBroker(
                    box(robot, "#create-source"), brokers.brokers().original().name());
            return null;
        });
    }

    @SuppressWarnings("unchecked") // The boxes of the form.
    private static ComboBox<Object> box(FxRobot robot, String id) {
        return (ComboBox<Object>) robot.lookup(id).queryAs(ComboBox.class);
    }

    private static void chooseBroker(ComboBox<Object> box, String name) {
        box.getItems().stream().filter(each -> isBroker(each, name)).findFirst().ifPresent(box::setValue);
    }

    private static boolean isBroker(Object item, String name) {
        return model(item).filter(model -> model.profile().name().equals(name)).isPresent();
    }

    private static Optional<BrokerModel> model(Object item) {
        return item instanceof Optional<?> optional
                ? optional.map(BrokerModel.class::cast)
                : Optional.of((BrokerModel) item);
    }

    private static void login(FxRobot robot, String password) {
        write(robot, "#create-user", Broker.USER);
        write(robot, "#create-password", password);
    }

    private static void write(FxRobot robot, String field, String text) {
        onFx(() -> {
            robot.lookup(field).queryAs(TextInputControl.class).setText(text);
            return null;
        });
    }

    private static void choose(FxRobot robot, String queue) {
        write(robot, "#create-filter", "");
        robot.clickOn("#create-filter").write(queue);
        // Until it is the only one, its cell still moves.
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup("#create-queues")
                                        .queryAs(ListView.class)
                                        .getItems()
                                        .size()
                                == 1
                        && robot.lookup("#create-queues .check-box-list-cell").queryAll().stream()
                                .anyMatch(each -> isOf((Labeled) each, queue))));
        Node cell = robot.lookup("#create-queues .check-box-list-cell")
                .match((Node each) -> isOf((Labeled) each, queue))
                .query();
        Node box = robot.from(cell).lookup(".check-box").query();
        robot.clickOn(box);
        await().atMost(PATIENCE).until(() -> text(robot, "#create-plan").contains(queue));
    }

    private static boolean isOf(Labeled cell, String queue) {
        return cell.getText() != null && cell.getText().startsWith(queue);
    }

    @SuppressWarnings("unchecked") // The table of the form.
    private static PlannedReplica planned(FxRobot robot) {
        return onFx(() -> ((TableView<PlannedReplica>)
                        robot.lookup("#create-planned").queryAs(TableView.class))
                .getItems()
                .get(0));
    }

    private static boolean isOffered(FxRobot robot, String button) {
        return onFx(() -> !robot.lookup(button).query().isDisabled());
    }

    private static String awaitText(FxRobot robot, String id) {
        await().atMost(PATIENCE).until(() -> !text(robot, id).isEmpty());
        return text(robot, id);
    }

    private static void awaitSaid(FxRobot robot, String id, String part) {
        await().atMost(PATIENCE).until(() -> text(robot, id), said -> said.contains(part));
    }

    private static String text(FxRobot robot, String id) {
        return onFx(() -> {
            Node node = robot.lookup(id).query();
            return node instanceof Labeled label ? label.getText() : ((TextInputControl) node).getText();
        });
    }
}
