// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.model.CatchUp;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.fault.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The page of one replica, on an embedded pair of brokers, without a display. */
@ExtendWith(ApplicationExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QueuePageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @Test
    void enterOpensThePageWithAllThatTheBrokerSays(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(7);
        open(robot, queue, Way.JOLOKIA);

        awaitText(robot, "#fact-originalDepth", "7");
        awaitText(robot, "#fact-replicaDepth", "7");
        awaitText(robot, "#fact-depthDifference", "0");
        awaitText(robot, "#fact-inParity", "yes");
        awaitText(robot, "#fact-state", "live");
        awaitText(robot, "#fact-messagesAdded", "7");
        awaitText(robot, "#fact-originalQueue", queue);
        awaitText(robot, "#fact-acknowledgement", "async");
        assertFalse(text(robot, "#fact-bytesReceived").startsWith("0"), "No bytes");
        assertFalse(text(robot, "#fact-originalNodeId").equals("–"), "No node id");
        assertTrue(text(robot, "#fact-stateSince").contains("ago"));
        assertFalse(isShown(robot, "#notice-trust"));
        assertFalse(isShown(robot, "#notice-clock"));
        assertFalse(isShown(robot, "#last-error"));
        robot.clickOn(onPage(robot, "#messages"));
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup("#tabs")
                                .queryAs(TabPane.class)
                                .getTabs()
                                .size())
                        == 3);
    }

    @ParameterizedTest
    @EnumSource
    void aClockThatIsOffIsSaidUntilItIsSetRightAndNoAgeIsClaimedMeanwhile(Way way, FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        open(robot, queue, way);
        awaitText(robot, "#fact-lastParityTime", "ago");
        String broker = pair.brokers().replica().name();

        console.setClock(Duration.ofMinutes(-5));
        awaitText(robot, "#notice-clock", "The clock of " + broker + " is ahead of this machine's by");
        await().atMost(PATIENCE)
                .until(() -> !text(robot, "#fact-lastParityTime").contains("ago"));
        assertFalse(text(robot, "#fact-stateSince").contains("ago"), text(robot, "#fact-stateSince"));
        console.setClock(Duration.ofHours(2));
        awaitText(robot, "#notice-clock", "The clock of " + broker + " is behind this machine's by about 2 h");

        // What is true is told by answers, which no clock has a say in.
        assertFalse(isShown(robot, "#notice-trust"));
        assertEquals("yes", text(robot, "#fact-inParity"));
        console.awaitCondition(queue, Condition.IN_PARITY);
        console.setClock(Duration.ZERO);
        await().atMost(PATIENCE).until(() -> !isShown(robot, "#notice-clock"));
        awaitText(robot, "#fact-lastParityTime", "ago");
    }

    @Test
    void aDoubleClickInTheTreeOpensThePageOfAReplica(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        console.connect(pair.replica(Way.JMX));
        console.awaitCondition(queue, Condition.IN_PARITY);
        robot.clickOn("#tree-filter").write(queue);
        await().atMost(PATIENCE)
                .until(() -> robot.lookup("#tree").lookup(queue).tryQuery().isPresent());

        robot.doubleClickOn(robot.from(robot.lookup("#tree")).lookup(queue).<Node>query());

        awaitText(robot, "#fact-queue", queue);
    }

    @Test
    void theChartsTellTheValuesOfTheMomentUnderTheMouseAndByArrowKeys(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(5);
        ReplicaRow row = open(robot, queue, Way.JMX);
        awaitSamples(row, 6);

        Node charts = robot.lookup("#charts").query();
        Bounds area = onFx(() -> charts.localToScreen(charts.getBoundsInLocal()));
        robot.clickOn(area.getCenterX(), area.getCenterY());
        String first = momentAfter(robot, KeyCode.HOME);
        String second = momentAfter(robot, KeyCode.RIGHT, KeyCode.RIGHT);

        assertTrue(first.compareTo(second) <= 0, first + " is not before " + second);
        assertTrue(onFx(charts::getAccessibleText).contains("Original 5, Replica 5"), onFx(charts::getAccessibleText));
        assertFalse(first.equals(momentAfter(robot, KeyCode.ESCAPE)), "The latest is not shown again");
        robot.moveTo(area.getMinX() + 70, area.getCenterY());
        await().atMost(PATIENCE).until(() -> text(robot, "#moment").equals(first));
    }

    @Test
    void pauseHoldsTheChartsWhileReadingGoesOn(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        ReplicaRow row = open(robot, queue, Way.JMX);
        awaitSamples(row, 3);

        robot.clickOn("#pause");
        String held = text(robot, "#moment");
        int known = onFx(() -> row.history().all().size());
        awaitSamples(row, known + 6);
        assertEquals(held, text(robot, "#moment"));
        robot.clickOn("#range-all");
        assertEquals(held, text(robot, "#moment"));

        robot.clickOn("#pause");
        await().atMost(PATIENCE).until(() -> !text(robot, "#moment").equals(held));
    }

    @Test
    void chartsAreStoredAsValuesAndAsAnImage(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(4);
        ReplicaRow row = open(robot, queue, Way.JOLOKIA);
        awaitSamples(row, 4);
        robot.clickOn("#range-hour");

        Path values = folder.resolve(queue + ".csv");
        console.choose(values);
        robot.clickOn("#csv");
        awaitText(robot, "#stored", queue + ".csv");
        List<String> lines = Files.readAllLines(values);
        assertEquals("time,original_depth,replica_depth,difference,lag_ms", lines.get(0));
        assertTrue(lines.size() > 4, lines::toString);
        assertTrue(lines.get(lines.size() - 1).contains(",4,4,0,"), lines::toString);

        Path image = folder.resolve(queue + ".png");
        console.choose(image);
        robot.clickOn("#png");
        awaitText(robot, "#stored", queue + ".png");
        Image stored = new Image(image.toUri().toString());
        assertTrue(stored.getWidth() > 800 && stored.getHeight() > 400, stored.getWidth() + " x " + stored.getHeight());
        assertTrue(colours(stored) > 10, "An empty image");
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        open(robot, queue, Way.JMX);
        console.choose(folder.resolve("no such folder").resolve("values.csv"));

        robot.clickOn("#csv");

        await().atMost(PATIENCE).until(() -> robot.lookup("#report").tryQuery().isPresent());
        assertTrue(robot.lookup("#report").queryAs(TextArea.class).getText().contains("no such folder"));
    }

    @Test
    void aReplicaThatSomebodyElseDisconnectsIsSaidToBeGoneAndItsDataStays(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(3);
        ReplicaRow row = open(robot, queue, Way.JOLOKIA);
        awaitText(robot, "#fact-inParity", "yes");
        awaitSamples(row, 3);

        pair.brokers().replicaOf(queue).disconnect();

        awaitText(robot, "#notice-trust", "has no replica");
        awaitText(robot, "#condition", "Gone");
        awaitText(robot, "#fact-inParity", "not known");
        assertEquals("3", text(robot, "#fact-replicaDepth"));
        assertTrue(onFx(() -> row.history().all().size()) > 3);
        for (String button : Set.of("#start", "#stop", "#verify", "#disconnect")) {
            assertTrue(onFx(() -> onPage(robot, button).isDisabled()), button + " is offered");
        }
    }

    @Test
    void aCatchUpShowsHowFarItIsHowFastAndHowLongStill(FxRobot robot) throws Exception {
        String queue = "q" + UUID.randomUUID().toString().substring(0, 8);
        pair.brokers().original().createQueue(queue);
        new MixedMessages(1, "console")
                .largeEvery(1)
                .send(pair.brokers().original().core(), queue, 50);
        console.connect(pair.replica(Way.JMX));
        try (TcpProxy link = TcpProxy.to(pair.brokers().original().port())) {
            link.throttle(200_000);
            pair.brokers()
                    .replication()
                    .createReplicaAs(link.addressOf(pair.brokers().original()), queue, queue, "");
            console.awaitRow(queue, row -> row.sight().condition() == Condition.CATCHING_UP);
            await().atMost(PATIENCE)
                    .until(() -> texts(robot, "#replicas .catch-up .label").matches("\\d+ (s|min.*)"));
            console.open(robot, queue);

            console.awaitRow(
                    queue,
                    row -> row.sight().catchUp().flatMap(CatchUp::timeLeft).isPresent());
            await().atMost(PATIENCE)
                    .until(() -> texts(robot, "#queue-page .catch-up .label").matches("\\d+ %: .* left"));
            link.throttle(100_000_000);
            console.awaitCondition(queue, Condition.IN_PARITY);
            await().atMost(PATIENCE).until(() -> !isShown(robot, "#queue-page .catch-up"));
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void withoutALinkTheDepthOfTheOriginalIsUnknownAndTheErrorComesWithAdvice(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(2);
        ReplicaRow row = open(robot, queue, Way.JMX);
        awaitText(robot, "#fact-inParity", "yes");

        pair.brokers().original().stop();
        try {
            console.awaitCondition(queue, Condition.CONNECTING);
            awaitText(robot, "#fact-originalDepth", "not known");
            awaitText(robot, "#fact-depthDifference", "not known");
            await().atMost(PATIENCE)
                    .until(() -> text(robot, "#error-text")
                            .contains(pair.brokers().original().hostAndPort()));
            awaitText(robot, "#advice", "Start the original broker");
            assertTrue(onFx(() -> row.history().all().stream().anyMatch(sample -> sample.originalDepth() < 0)));
        } finally {
            pair.brokers().original().start();
        }

        console.awaitCondition(queue, Condition.IN_PARITY);
        awaitText(robot, "#advice", "has followed its original since");
        assertTrue(onFx(() -> row.changes().size()) >= 3);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aBrokerThatIsLostIsSaidAndThePageGoesOnWhenItIsBack(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(2);
        ReplicaRow row = open(robot, queue, Way.JOLOKIA);
        awaitText(robot, "#fact-inParity", "yes");

        pair.brokers().replica().stop();
        try {
            await().atMost(PATIENCE).until(() -> isShown(robot, "#notice-trust"));
            awaitText(robot, "#notice-trust", "Not of now");
            awaitText(robot, "#fact-inParity", "not known");
            assertEquals("2", text(robot, "#fact-replicaDepth"));
        } finally {
            pair.brokers().replica().start();
        }

        awaitText(robot, "#fact-inParity", "yes");
        assertFalse(isShown(robot, "#notice-trust"));
        assertTrue(onFx(() -> row.history().all().stream().anyMatch(sample -> sample.replicaDepth() < 0)), "No gap");
    }

    private ReplicaRow open(FxRobot robot, String queue, Way way) {
        console.connect(pair.replica(way));
        console.awaitCondition(queue, Condition.IN_PARITY);
        return console.open(robot, queue);
    }

    private static void awaitSamples(ReplicaRow row, int count) {
        await().atMost(PATIENCE).until(() -> onFx(() -> row.history().all().size()) >= count);
    }

    private static String momentAfter(FxRobot robot, KeyCode... keys) {
        robot.type(keys);
        return text(robot, "#moment");
    }

    private static void awaitText(FxRobot robot, String node, String part) {
        await().atMost(PATIENCE).until(() -> text(robot, node), text -> text.contains(part));
    }

    private static String text(FxRobot robot, String node) {
        return onFx(() -> robot.lookup(node)
                .tryQuery()
                .map(each -> each instanceof TextArea area ? area.getText() : ((Labeled) each).getText())
                .orElse(""));
    }

    private static String texts(FxRobot robot, String nodes) {
        return onFx(() -> robot.lookup(nodes).queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .collect(Collectors.joining(" ")));
    }

    private static Node onPage(FxRobot robot, String node) {
        return robot.from(robot.lookup("#queue-page")).lookup(node).query();
    }

    private static boolean isShown(FxRobot robot, String node) {
        return onFx(() -> robot.lookup(node).tryQuery().filter(Node::isVisible).isPresent());
    }

    private static long colours(Image image) {
        int width = (int) image.getWidth();
        return IntStream.range(0, (int) (width * image.getHeight()))
                .map(i -> image.getPixelReader().getArgb(i % width, i / width))
                .distinct()
                .count();
    }
}
