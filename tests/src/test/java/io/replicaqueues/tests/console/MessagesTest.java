// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.Json;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.messages.Finding;
import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The screen of messages on an embedded pair of brokers, without a display. */
@ExtendWith(ApplicationExtension.class)
class MessagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @ParameterizedTest
    @EnumSource
    void everyKindOfMessageIsShownAlikeOnBothSides(Way way, FxRobot robot) throws Exception {
        String queue = newQueue();
        Traffic.sendEveryKind(pair.brokers().original().core(), queue);
        Traffic.sendEveryKind(pair.brokers().original().amqp(), queue);
        new MixedMessages(5, "mixed").send(pair.brokers().original().core(), queue, 15);
        new MixedMessages(6, "mixed").send(pair.brokers().original().amqp(), queue, 15);
        openBothSides(way, queue, robot);

        awaitPairs(robot, pairs -> pairs.size() > 40 && all(pairs, Finding.SAME));

        List<MessagePair> pairs = onFx(() -> List.copyOf(table(robot).getItems()));
        assertTrue(pairs.stream()
                .allMatch(each -> each.original().isPresent() && each.replica().isPresent()));
    }

    @ParameterizedTest
    @EnumSource
    void whatAStoppedReplicaLacksOrStillHasIsMarkedAndGoneWhenItFollowsAgain(Way way, FxRobot robot) throws Exception {
        String queue = newQueue();
        Traffic.sendTexts(pair.brokers().original(), queue, "one", "two", "three");
        openBothSides(way, queue, robot);
        awaitPairs(robot, pairs -> pairs.size() == 3 && all(pairs, Finding.SAME));

        pair.brokers().replicaOf(queue).stop();
        console.awaitCondition(queue, Condition.STOPPED);
        Traffic.consume(pair.brokers().original(), queue, 1);
        Traffic.sendTexts(pair.brokers().original(), queue, "four");
        robot.clickOn("#messages-again");

        awaitFindings(robot, Finding.UNEXPECTED, Finding.SAME, Finding.SAME, Finding.MISSING);
        select(robot, 3);
        assertTrue(textOf(robot, "#message-finding").contains("whole queue"), textOf(robot, "#message-finding"));
        pair.brokers().replicaOf(queue).start();
        pair.brokers().awaitParity(queue);
        robot.clickOn("#messages-again");
        awaitPairs(robot, pairs -> pairs.size() == 3 && all(pairs, Finding.SAME));
    }

    @Test
    void whatAConsumerHoldsIsCountedAndNotCalledUnexpected(FxRobot robot) throws Exception {
        String queue = newQueue();
        Traffic.sendTexts(pair.brokers().original(), queue, "one", "two");
        openBothSides(Way.JMX, queue, robot);
        awaitFindings(robot, Finding.SAME, Finding.SAME);

        try (Connection connection = pair.brokers().original().core().createConnection();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            consumer.receive(PATIENCE.toMillis());
            robot.clickOn("#messages-again");
            awaitPairs(robot, pairs -> pairs.stream().anyMatch(each -> each.finding() == Finding.UNCERTAIN));
        }

        assertTrue(
                onFx(() -> table(robot).getItems().stream().noneMatch(each -> each.finding() == Finding.UNEXPECTED)));
        assertTrue(notices(robot).matches("(?s).*[12] in delivery.*"), notices(robot));
    }

    @Test
    void aSelectorShowsWhatItMatchesAndOneThatIsNoneIsToldInTheBrokersWords(FxRobot robot) throws Exception {
        String queue = newQueue();
        new MixedMessages(3, "selected").send(pair.brokers().original().core(), queue, 30);
        openBothSides(Way.JOLOKIA, queue, robot);
        awaitPairs(robot, pairs -> pairs.size() == 30);

        robot.clickOn("#selector").write("sequence < 7").type(KeyCode.ENTER);
        awaitPairs(robot, pairs -> pairs.size() == 7 && all(pairs, Finding.SAME));
        robot.clickOn("#selector").write(" = =").type(KeyCode.ENTER);

        await().atMost(PATIENCE).until(() -> notices(robot).contains("Invalid filter"));
    }

    @Test
    void aHundredThousandMessagesAreTurnedThroughInPages(FxRobot robot) throws Exception {
        String queue = newQueue();
        Traffic.sendMany(pair.brokers().original(), queue, 100_000);
        openBothSides(Way.JOLOKIA, queue, robot);
        awaitPairs(robot, pairs -> pairs.size() == 50 && all(pairs, Finding.SAME));

        onFx(() -> {
            pageSize(robot).setValue(1_000);
            return null;
        });
        awaitPairs(robot, pairs -> pairs.size() == 1_000 && all(pairs, Finding.SAME));
        robot.clickOn("#page-last");
        awaitPairs(
                robot, pairs -> pairs.size() == 1_000 && bodyOf(pairs.get(999)).equals("99999"));
        robot.clickOn("#page").type(KeyCode.BACK_SPACE, 3).write("51").type(KeyCode.ENTER);
        awaitPairs(robot, pairs -> bodyOf(pairs.get(0)).equals("50000") && all(pairs, Finding.SAME));
        robot.press(KeyCode.ALT).type(KeyCode.RIGHT).release(KeyCode.ALT);
        awaitPairs(robot, pairs -> bodyOf(pairs.get(0)).equals("51000"));
    }

    @Test
    void ofAMessageOfTenMegabytesTheScreenSaysThatItsBodyIsNotShown(FxRobot robot) throws Exception {
        String queue = newQueue();
        Traffic.sendTexts(pair.brokers().original(), queue, "x".repeat(10_000_000), "y".repeat(1_000));
        openBothSides(Way.JMX, queue, robot);
        awaitFindings(robot, Finding.SAME, Finding.SAME);

        select(robot, 0);
        robot.clickOn("#view-text");
        assertTrue(textOf(robot, "#remark-original").contains("large message"), textOf(robot, "#remark-original"));
        select(robot, 1);
        assertTrue(textOf(robot, "#remark-replica").contains("PREVIEW"), textOf(robot, "#remark-replica"));
        assertTrue(textOf(robot, "#remark-replica").contains("256 of 1,000"), textOf(robot, "#remark-replica"));
        assertEquals("y".repeat(256), bodyArea(robot));
        robot.clickOn("#view-hex");
        assertTrue(bodyArea(robot).startsWith("0000  79 79 79"), bodyArea(robot));
    }

    @Test
    void selectedMessagesAreExported(FxRobot robot) throws Exception {
        String queue = newQueue();
        Traffic.sendTexts(pair.brokers().original(), queue, "{\"grüße\": 1}", "two", "three");
        openBothSides(Way.JMX, queue, robot);
        awaitFindings(robot, Finding.SAME, Finding.SAME, Finding.SAME);
        Path file = folder.resolve(queue + ".json");
        console.choose(file);

        onFx(() -> {
            table(robot).getSelectionModel().clearSelection();
            table(robot).getSelectionModel().selectIndices(0, 2);
            return null;
        });
        robot.clickOn("#messages-export");

        await().atMost(PATIENCE).until(() -> notices(robot).contains("2 messages exported"));
        JSONObject export = Json.parse(Files.readString(file), JSONObject.class);
        List<?> messages = (List<?>) export.get("messages");
        Map<?, ?> replica = (Map<?, ?>) ((Map<?, ?>) messages.get(0)).get("replica");
        assertEquals(2, messages.size());
        assertEquals("{\"grüße\": 1}", ((Map<?, ?>) replica.get("body")).get("text"));
        assertEquals(true, export.get("wholeBodies"));
    }

    @Test
    void verifyReportsOnTheScreen(FxRobot robot) throws Exception {
        String queue = newQueue();
        Traffic.sendTexts(pair.brokers().original(), queue, "one", "two");
        openBothSides(Way.JOLOKIA, queue, robot);
        awaitFindings(robot, Finding.SAME, Finding.SAME);

        robot.clickOn("#messages-verify");

        await().atMost(PATIENCE).until(() -> notices(robot).contains("Verified at"));
        assertTrue(notices(robot).contains(queue), notices(robot));
    }

    @Test
    void withoutTheOriginalsBrokerTheReplicaIsShownAloneAndVerifyOnlyWhereItIsNotReadOnly(FxRobot robot)
            throws Exception {
        String queue = newQueue();
        Traffic.sendTexts(pair.brokers().original(), queue, "one");
        pair.brokers().createReplica(queue);
        pair.brokers().awaitParity(queue);
        console.connect(pair.replica(Way.JMX).withReadOnly(true));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.select(queue);
        robot.clickOn("#open-messages");

        awaitFindings(robot, Finding.ALONE);
        assertTrue(notices(robot).contains("No broker that is connected is the original's"), notices(robot));
        assertFalse(onFx(
                () -> robot.lookup("#messages-verify").queryAs(Button.class).isVisible()));
        console.connect(pair.original(Way.JMX));
        console.awaitModel(
                model -> model.brokers().brokers().get(1).readingProperty().get() != null);
        robot.clickOn("#messages-again");
        awaitFindings(robot, Finding.SAME);
    }

    @Test
    void aQueueOfTheTreeIsShownAlone(FxRobot robot) throws Exception {
        String queue = newQueue();
        Traffic.sendTexts(pair.brokers().original(), queue, "one", "two");
        console.connect(pair.original(Way.JMX));
        TreeView<?> tree = robot.lookup("#tree").queryAs(TreeView.class);
        robot.clickOn("#tree-filter").write(queue);
        await().atMost(PATIENCE).until(() -> onFx(tree::getExpandedItemCount) == 2);

        onFx(() -> {
            tree.requestFocus();
            tree.getSelectionModel().select(1);
            return null;
        });
        robot.press(KeyCode.CONTROL).type(KeyCode.M).release(KeyCode.CONTROL);

        awaitFindings(robot, Finding.ALONE, Finding.ALONE);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasReadStaysWhenTheBrokersDieAndTheScreenSaysOfWhenItIs(Way way, FxRobot robot) throws Exception {
        try (ManagedPair doomed = ManagedPair.start(folder.resolve("doomed-" + way))) {
            String queue = "doomed";
            doomed.brokers().original().createQueue(queue);
            new MixedMessages(1, "doomed").send(doomed.brokers().original().core(), queue, 20);
            doomed.brokers().createReplica(queue);
            doomed.brokers().awaitParity(queue);
            openBothSides(doomed, way, queue, robot);
            awaitPairs(robot, pairs -> pairs.size() == 20 && all(pairs, Finding.SAME));
            // A page is being read while the brokers die.
            robot.clickOn("#messages-again");
        }

        robot.clickOn("#messages-again");

        // One side may have died while the other still answered: then that other is what is shown, until it dies too.
        for (String queueOf : List.of("doomed on original", "doomed on replica")) {
            await().atMost(PATIENCE)
                    .until(() -> notices(robot)
                            .lines()
                            .anyMatch(notice -> notice.startsWith(queueOf)
                                    && notice.contains("cannot be read")
                                    && notice.contains("What is shown is of")));
        }
        assertEquals(20, onFx(() -> table(robot).getItems().size()));
        select(robot, 3);
        assertFalse(textOf(robot, "#message-finding").isEmpty());
    }

    private void openBothSides(Way way, String queue, FxRobot robot) throws Exception {
        pair.brokers().createReplica(queue);
        pair.brokers().awaitParity(queue);
        openBothSides(pair, way, queue, robot);
    }

    private void openBothSides(ManagedPair of, Way way, String queue, FxRobot robot) {
        console.connect(of.original(way));
        console.connect(of.replica(way));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.awaitModel(model -> model.brokers().brokers().stream()
                .allMatch(each -> each.readingProperty().get() != null));
        console.select(queue);
        robot.clickOn("#open-messages");
    }

    private static void select(FxRobot robot, int row) {
        onFx(() -> {
            table(robot).getSelectionModel().clearAndSelect(row);
            return null;
        });
    }

    private static String textOf(FxRobot robot, String id) {
        return onFx(() -> robot.lookup(id).queryAs(Labeled.class).getText());
    }

    private static String bodyArea(FxRobot robot) {
        return onFx(() -> robot.lookup("#body-original").queryAs(TextArea.class).getText());
    }

    private static String bodyOf(MessagePair pair) {
        return pair.any().body().text().orElse("");
    }

    private static String notices(FxRobot robot) {
        return onFx(() -> robot.lookup("#message-notices").queryAs(VBox.class).getChildren().stream()
                .map(notice -> ((Label) notice).getText())
                .collect(Collectors.joining("\n")));
    }

    @SuppressWarnings("unchecked") // The box of the screen.
    private static ComboBox<Integer> pageSize(FxRobot robot) {
        return robot.lookup("#page-size").queryAs(ComboBox.class);
    }

    private static void awaitFindings(FxRobot robot, Finding... findings) {
        awaitPairs(
                robot,
                pairs -> pairs.stream().map(MessagePair::finding).toList().equals(List.of(findings)));
    }

    private static void awaitPairs(FxRobot robot, Predicate<List<MessagePair>> wanted) {
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> !table(robot).getItems().isEmpty()
                        && wanted.test(table(robot).getItems())));
    }

    private static boolean all(List<MessagePair> pairs, Finding finding) {
        return pairs.stream().allMatch(each -> each.finding() == finding);
    }

    @SuppressWarnings("unchecked") // The table of the screen.
    private static TableView<MessagePair> table(FxRobot robot) {
        return robot.lookup("#message-table").queryAs(TableView.class);
    }

    private static String newQueue() throws Exception {
        String queue = "m" + UUID.randomUUID().toString().substring(0, 8);
        pair.brokers().original().createQueue(queue);
        return queue;
    }
}
