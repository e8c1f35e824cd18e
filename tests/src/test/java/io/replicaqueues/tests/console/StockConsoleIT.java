// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.ConnectionFailure;
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
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeCell;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The console's window on an instance of the distribution, over its own Jolokia and by its own roles. */
@ExtendWith(ApplicationExtension.class)
class StockConsoleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker node1;
    private static JolokiaEndpoint endpoint;
    private static BrokerProcess node2;

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

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
                .also(StockAccess.VIEWER, StockAccess.BROWSER, node2.user())
                .policy("jolokia-access.xml", "http://" + node2.jolokiaUrl().getRawAuthority());
        node2.start();
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        node2.close();
        endpoint.close();
        node1.close();
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

        console.open(robot, queue);
        await().atMost(PATIENCE).until(() -> label(robot, "#fact-replicaDepth").equals("6"));
        assertEquals("6", label(robot, "#fact-originalDepth"));
        robot.push(KeyCode.CONTROL, KeyCode.W);

        console.select(queue);
        robot.clickOn("#verify");
        assertTrue(report(robot).contains("6 messages in the original · 6 messages in the replica"), report(robot));
        robot.type(KeyCode.ESCAPE);
        console.select(queue);
        robot.clickOn("#stop").clickOn("#confirm");
        console.awaitCondition(queue, Condition.STOPPED);
        robot.clickOn("#start");
        console.awaitCondition(queue, Condition.IN_PARITY);
        robot.clickOn("#disconnect").clickOn("#confirm");
        assertTrue(report(robot).contains("6 messages in the replica · in parity"), report(robot));
        assertEquals(6, node2.depth(queue));
    }

    @Test
    void aPersonTypesWhereToConnectToAndFindsTheQueuesInTheTree(FxRobot robot) throws Exception {
        String queue = queueOf(3);
        createReplica(queue);
        String plain = "q" + UUID.randomUUID().toString().substring(0, 8);
        new MixedMessages(1, "console").send(node2.core(), plain, 2);

        robot.clickOn("#new-connection");
        robot.clickOn("#connect-name").write("Standby");
        robot.clickOn("#connect-address").write(node2.jolokiaUrl().toString());
        robot.clickOn("#connect-user").write(node2.user());
        robot.clickOn("#connect-password").write("not the password");
        robot.clickOn("#connect");
        await().atMost(PATIENCE).until(() -> lines(robot), List.of("Standby out of reach")::equals);
        assertEquals(
                ConnectionFailure.Reason.WRONG_PASSWORD,
                onFx(() -> console.model()
                        .brokers()
                        .brokers()
                        .get(0)
                        .link()
                        .failure()
                        .reason()));
        robot.clickOn("#new-connection").clickOn("Standby   " + node2.jolokiaUrl());
        robot.clickOn("#connect-password").write(node2.password());
        robot.clickOn("#connect");

        console.awaitCondition(queue, Condition.IN_PARITY);
        robot.clickOn("#tree-filter").write(queue);
        await().atMost(PATIENCE).until(() -> lines(robot).contains(queue + " replica 3"));
        robot.clickOn("#tree-filter").push(KeyCode.SHORTCUT, KeyCode.A).write(plain);
        await().atMost(PATIENCE).until(() -> lines(robot).contains(plain + " 2"));
        assertEquals(2, lines(robot).size(), () -> lines(robot).toString());
    }

    @Test
    void whoIsOnCallIsToldWhatBecomesOfAReplica(FxRobot robot) throws Exception {
        String queue = queueOf(1);
        createReplica(queue);
        connect(StockAccess.VIEWER, StockAccess.PASSWORD);
        console.awaitCondition(queue, Condition.IN_PARITY);
        robot.push(KeyCode.CONTROL, KeyCode.I);

        try (BrokerConnection administrator = administrator()) {
            administrator.stop(queue);
            awaitNotice(robot, "Parity lost: " + queue + " on node2", "Now stopped.");
            administrator.start(queue);
            awaitNotice(robot, "In parity: " + queue + " on node2", "");
            administrator.disconnect(queue);
            awaitNotice(robot, "No replica any more: " + queue + " on node2", "Somebody has disconnected it");
        }
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

    /** The lines of the tree that are seen, each in its words. */
    private static List<String> lines(FxRobot robot) {
        return onFx(() -> robot.lookup("#tree .tree-cell").queryAllAs(TreeCell.class).stream()
                .filter(cell -> cell.getItem() != null)
                .map(cell -> words(robot, cell))
                .toList());
    }

    private static void awaitNotice(FxRobot robot, String title, String detail) {
        await().atMost(PATIENCE)
                .until(
                        () -> onFx(() -> robot.lookup("#notice-list .notice").queryAll().stream()
                                .map(notice -> text(robot, notice, ".notice-title") + " "
                                        + text(robot, notice, ".notice-detail"))
                                .toList()),
                        told -> told.stream().anyMatch(each -> each.startsWith(title) && each.contains(detail)));
    }

    private static String words(FxRobot robot, Node of) {
        return robot.from(of).lookup(".label").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .filter(text -> text != null && !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String text(FxRobot robot, Node in, String part) {
        return robot.from(in).lookup(part).queryText().getText();
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

    private static BrokerConnection administrator() throws ConnectionFailure {
        return BrokerConnection.to(BrokerProfile.of("node2", node2.jolokiaUrl().toString(), StockAccess.ADMINISTRATOR)
                .with(new Secrets(StockAccess.PASSWORD)));
    }

    private static void createReplica(String queue) throws Exception {
        try (BrokerConnection administrator = administrator()) {
            administrator.createReplica(new NewReplica(
                    node1.hostAndPort(), new Login(node1.user(), node1.password()), queue, queue, false));
            await().atMost(PATIENCE)
                    .until(() -> administrator.read().replicas().stream()
                            .anyMatch(replica -> replica.queue().equals(queue) && replica.inParity()));
        }
    }

    private static String queueOf(int messages) throws Exception {
        String queue = "q" + UUID.randomUUID().toString().substring(0, 8);
        node1.createQueue(queue);
        new MixedMessages(1, "console").send(node1.core(), queue, messages);
        return queue;
    }
}
