// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.messages.Finding;
import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The screen of messages on an embedded pair of brokers, without a display. */
@ExtendWith(ApplicationExtension.class)
class MessagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    @ParameterizedTest
    @EnumSource
    void everyKindOfMessageIsShownAlikeOnBothSides(Way way, FxRobot robot) throws Exception {
        String queue = newQueue();
        sendEveryKind(pair.brokers().original().core(), queue);
        sendEveryKind(pair.brokers().original().amqp(), queue);
        new MixedMessages(5, "mixed").send(pair.brokers().original().core(), queue, 15);
        new MixedMessages(6, "mixed").send(pair.brokers().original().amqp(), queue, 15);
        openBothSides(way, queue, robot);

        awaitPairs(robot, pairs -> pairs.size() > 40 && all(pairs, Finding.SAME));

        List<MessagePair> pairs = onFx(() -> List.copyOf(table(robot).getItems()));
        assertTrue(pairs.stream()
                .allMatch(each -> each.original().isPresent() && each.replica().isPresent()));
    }

    static void sendEveryKind(ConnectionFactory clients, String queue) throws Exception {
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            TextMessage json = session.createTextMessage("{\"city\":\"Zürich 🐇\",\"price\":1.10,\"tags\":[]}");
            json.setStringProperty("region", "eu");
            json.setIntProperty("attempt", 3);
            producer.send(json);
            BytesMessage bytes = session.createBytesMessage();
            for (int i = 0; i < 100; i++) {
                bytes.writeByte((byte) (i * 5));
            }
            producer.send(bytes);
            producer.send(session.createTextMessage("long ".repeat(200)));
            producer.send(session.createTextMessage("x".repeat(5_000_000)));
            TextMessage rich = session.createTextMessage("a thousand properties");
            for (int i = 0; i < 1_000; i++) {
                rich.setStringProperty("property" + i, "value " + i);
            }
            producer.send(rich);
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            producer.send(session.createTextMessage("without an id"));
        }
    }

    private void openBothSides(Way way, String queue, FxRobot robot) throws Exception {
        pair.brokers().createReplica(queue);
        pair.brokers().awaitParity(queue);
        console.connect(pair.original(way));
        console.connect(pair.replica(way));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.awaitModel(model -> model.brokers().brokers().stream()
                .allMatch(each -> each.readingProperty().get() != null));
        console.select(queue);
        robot.clickOn("#open-messages");
    }

    private static void awaitPairs(FxRobot robot, Predicate<List<MessagePair>> wanted) {
        await().atMost(PATIENCE).until(() -> onFx(() -> wanted.test(table(robot).getItems())));
    }

    private static boolean all(List<MessagePair> pairs, Finding finding) {
        return pairs.stream().allMatch(each -> each.finding() == finding);
    }

    @SuppressWarnings("unchecked") // The table of the screen.
    private static TableView<MessagePair> table(FxRobot robot) {
        return robot.lookup("#messages").queryAs(TableView.class);
    }

    private static String newQueue() throws Exception {
        String queue = "m" + UUID.randomUUID().toString().substring(0, 8);
        pair.brokers().original().createQueue(queue);
        return queue;
    }
}
