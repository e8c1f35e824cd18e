// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.connection.NewReplica;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.jolokia.JolokiaEndpoint;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.http.StockAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
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

/** The console's window on an instance of the distribution, over its own Jolokia and by its own roles. */
@ExtendWith(ApplicationExtension.class)
class StockConsoleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker node1;
    private static JolokiaEndpoint endpoint;
    private static BrokerProcess node2;

    private ConsoleStage console;

    @BeforeAll
    static void startBrokers() throws Exception {
        node1 = EmbeddedBroker.named("node1", folder.resolve("node1"))
                .queueReplication("yes")
                .start();
        endpoint = JolokiaEndpoint.start(0, ManagedPair.USER, ManagedPair.SECRETS.password());
        node2 = BrokerProcess.named("node2", folder).create();
        new StockAccess(node2.instance())
                .roles("unrelated")
                .browser()
                .also(StockAccess.BROWSER, StockAccess.VIEWER)
                .policy("jolokia-access.xml", "http://" + node2.jolokiaUrl().getRawAuthority());
        node2.start();
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        node2.close();
        endpoint.close();
        node1.close();
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
    void aReplicaIsCreatedWatchedReadVerifiedStoppedAndDisconnected(FxRobot robot) throws Exception {
        String queue = queueOf(6);
        connect(StockAccess.ADMINISTRATOR, StockAccess.PASSWORD);

        robot.clickOn("#create-replica");
        onFx(() -> {
            robot.lookup("#create-address").queryAs(ComboBox.class).getEditor().setText(node1.hostAndPort());
            robot.lookup("#create-user").queryAs(TextField.class).setText(node1.user());
            robot.lookup("#create-password").queryAs(TextField.class).setText(node1.password());
            robot.lookup("#create-lines").queryAs(TextArea.class).setText(queue);
            return null;
        });
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> !robot.lookup("#create-do").query().isDisabled()));
        robot.clickOn("#create-do");
        console.awaitCondition(queue, Condition.IN_PARITY);
        robot.type(KeyCode.ESCAPE);

        open(robot, queue);
        await().atMost(PATIENCE).until(() -> label(robot, "#fact-replicaDepth").equals("6"));
        assertEquals("6", label(robot, "#fact-originalDepth"));
        robot.push(KeyCode.CONTROL, KeyCode.W);

        console.select(queue);
        robot.clickOn("#verify");
        assertTrue(report(robot).contains("originalCount 6, replicaCount 6"), report(robot));
        robot.type(KeyCode.ESCAPE);
        console.select(queue);
        robot.clickOn("#stop").clickOn("#confirm");
        console.awaitCondition(queue, Condition.STOPPED);
        robot.clickOn("#start");
        console.awaitCondition(queue, Condition.IN_PARITY);
        robot.clickOn("#disconnect").clickOn("#confirm");
        assertTrue(report(robot).contains("replicaDepth 6, inParity true"), report(robot));
        assertEquals(6, node2.depth(queue));
    }

    @Test
    void messagesOfBothSidesAreComparedByWhoMayBrowse(FxRobot robot) throws Exception {
        String queue = queueOf(5);
        createReplica(queue);
        connect(StockAccess.BROWSER, StockAccess.PASSWORD);
        console.connect(BrokerProfile.of("node1", endpoint.url().toString(), ManagedPair.USER)
                .withBroker("node1"));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.awaitModel(model -> model.brokers().brokers().stream()
                .allMatch(each -> each.readingProperty().get() != null));

        console.select(queue);
        robot.clickOn("#open-messages");

        await().atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup("#message-table")
                                .queryAs(TableView.class)
                                .getItems()
                                .size()
                        == 5));
    }

    @Test
    void whoMayOnlyLookIsToldThatTheRoleForbidsIt(FxRobot robot) throws Exception {
        String queue = queueOf(1);
        createReplica(queue);
        connect(StockAccess.VIEWER, StockAccess.PASSWORD);
        console.awaitCondition(queue, Condition.IN_PARITY);

        console.select(queue);
        robot.clickOn("#stop").clickOn("#confirm");

        assertTrue(report(robot).contains("role"), report(robot));
        console.awaitCondition(queue, Condition.IN_PARITY);
    }

    private void connect(String user, String password) {
        onFx(() -> {
            try {
                return console.model()
                        .connect(BrokerProfile.of("node2", node2.jolokiaUrl().toString(), user), new Secrets(password));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        console.awaitModel(
                model -> model.brokers().brokers().get(0).readingProperty().get() != null);
    }

    private void open(FxRobot robot, String queue) {
        console.select(queue);
        onFx(() -> {
            console.rows().requestFocus();
            return null;
        });
        robot.type(KeyCode.ENTER);
    }

    private static String label(FxRobot robot, String id) {
        return onFx(() -> robot.lookup(id)
                .tryQuery()
                .map(node -> ((Labeled) node).getText())
                .orElse(""));
    }

    private static String report(FxRobot robot) {
        await().atMost(PATIENCE).until(() -> robot.lookup("#report").tryQuery().isPresent());
        return onFx(
                () -> robot.lookup("#report").queryAs(TextInputControl.class).getText());
    }

    private static void createReplica(String queue) throws Exception {
        try (BrokerConnection administrator =
                BrokerConnection.to(BrokerProfile.of("node2", node2.jolokiaUrl().toString(), StockAccess.ADMINISTRATOR)
                        .with(new Secrets(StockAccess.PASSWORD)))) {
            administrator.createReplica(new NewReplica(
                    node1.hostAndPort(), new Login(node1.user(), node1.password()), queue, queue, false));
        }
    }

    private static String queueOf(int messages) throws Exception {
        String queue = "q" + UUID.randomUUID().toString().substring(0, 8);
        node1.createQueue(queue);
        new MixedMessages(1, "console").send(node1.core(), queue, messages);
        return queue;
    }
}
