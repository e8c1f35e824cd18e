// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.fault.TcpProxy;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** Takes the screenshots of the documents, of brokers at work, in two sizes each. */
@Tag("screenshots")
@ExtendWith(ApplicationExtension.class)
class ScreenshotsTest {

    private static final Path LARGE_IMAGES = Path.of("target/console");
    private static final Path IMAGES = Path.of(System.getProperty("console.images", LARGE_IMAGES.toString()));
    private static final int WIDTH_IN_DOCUMENTS = 1_280;
    private static final List<int[]> SIZES = List.of(new int[] {1_920, 1_080}, new int[] {WIDTH_IN_DOCUMENTS, 800});
    private static final List<String> GOOD = List.of("orders", "invoices", "payments", "shipments", "returns");
    private static final Duration HISTORY = Duration.ofSeconds(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    private volatile boolean isOver;

    @Test
    void everyScreenIsTaken(FxRobot robot) throws Exception {
        try (ManagedPair pair = ManagedPair.start(folder);
                TcpProxy link = TcpProxy.to(pair.brokers().original().port())) {
            for (String queue : GOOD) {
                pair.brokers().original().createQueue(queue);
                pair.brokers().createReplica(queue);
            }
            Thread traffic = new Thread(() -> send(pair.brokers().original()), "traffic");
            traffic.start();
            console.connect(named("node1", pair.original(Way.JMX)).withColour("#1a7f37"));
            console.connect(named("node2", pair.replica(Way.JOLOKIA)));
            for (String queue : GOOD) {
                console.awaitCondition(queue, Condition.IN_PARITY);
            }
            letPass(HISTORY);
            take("overview-in-parity");
            takeQueuePage(robot);
            takeMessages(robot);
            takeMixture(robot, pair, link);
            takeCreateForm(robot);
            isOver = true;
            traffic.join();
        }
    }

    private static BrokerProfile named(String name, BrokerProfile profile) {
        return BrokerProfile.of(name, profile.address(), profile.user()).withBroker(profile.broker());
    }

    private void takeQueuePage(FxRobot robot) throws IOException {
        console.select("orders");
        onFx(() -> {
            console.rows().requestFocus();
            return null;
        });
        robot.type(KeyCode.ENTER);
        take("queue");
        robot.push(KeyCode.CONTROL, KeyCode.W);
    }

    private void takeMessages(FxRobot robot) throws IOException {
        console.select("shipments");
        robot.clickOn("#open-messages");
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup("#message-table")
                                .queryAs(TableView.class)
                                .getItems()
                                .size()
                        > 5));
        onFx(() -> {
            robot.lookup("#message-table")
                    .queryAs(TableView.class)
                    .getSelectionModel()
                    .select(2);
            return null;
        });
        take("messages");
        robot.push(KeyCode.CONTROL, KeyCode.W);
    }

    private void takeMixture(FxRobot robot, ManagedPair pair, TcpProxy link) throws Exception {
        for (String queue : List.of("claims", "audit", "archive", "mail")) {
            pair.brokers().original().createQueue(queue);
        }
        String slow = link.addressOf(pair.brokers().original());
        pair.brokers().createReplica("audit");
        pair.brokers().createReplica("mail");
        fill(pair.brokers().original(), "archive", 3_000);
        fill(pair.brokers().original(), "audit", 40);
        pair.brokers().awaitParity("audit");
        pair.brokers().original().server().destroyQueue(SimpleString.of("audit"));
        pair.brokers().replicaOf("mail").stop();
        fill(pair.brokers().original(), "mail", 12);
        pair.brokers().replication().createReplicaAs(slow, "claims", "claims", "");
        console.awaitCondition("claims", Condition.IN_PARITY);
        link.throttle(20_000);
        pair.brokers().replication().createReplicaAs(slow, "archive", "archive", "");
        console.awaitCondition("audit", Condition.FAILED);
        console.awaitCondition("mail", Condition.STOPPED);
        console.awaitCondition("archive", Condition.CATCHING_UP);
        fill(pair.brokers().original(), "claims", 30);
        console.awaitCondition("claims", Condition.LAGGING);
        take("overview");
        robot.clickOn("#theme");
        take("overview-dark");
        robot.clickOn("#theme");
        link.heal();
    }

    private void takeCreateForm(FxRobot robot) throws IOException {
        robot.clickOn("#create-replica");
        await().atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup("#create-queues")
                                .queryAs(ListView.class)
                                .getItems()
                                .size()
                        > 5));
        onFx(() -> {
            robot.lookup("#create-user").queryAs(TextField.class).setText("replication");
            return null;
        });
        for (String queue : List.of("archive", "claims")) {
            Node line = robot.lookup("#create-queues .check-box-list-cell")
                    .match((Labeled cell) ->
                            cell.getText() != null && cell.getText().startsWith(queue + " "))
                    .query();
            robot.clickOn(robot.from(line).lookup(".check-box").<Node>query());
        }
        takeWindow("create", robot.lookup("#create-plan").query().getScene().getWindow());
        robot.type(KeyCode.ESCAPE);
    }

    /** The main window as it is now, once in each size. */
    private void take(String name) throws IOException {
        for (int[] size : SIZES) {
            console.resize(size[0], size[1]);
            // Sizes and readings reach the screen with the next pulses.
            letPass(Duration.ofMillis(1_500));
            onFx(() -> {
                // What was told a moment ago would hide what is to be seen.
                ((Pane) console.lookup("#toasts")).getChildren().clear();
                return null;
            });
            boolean isForDocuments = size[0] == WIDTH_IN_DOCUMENTS;
            write(
                    isForDocuments ? IMAGES : LARGE_IMAGES,
                    isForDocuments ? name : name + "-" + size[0],
                    console.stage());
        }
    }

    private static void takeWindow(String name, Window window) throws IOException {
        letPass(Duration.ofSeconds(1));
        write(IMAGES, name, window);
    }

    private static void write(Path folder, String name, Window window) throws IOException {
        WritableImage drawn = onFx(() -> window.getScene().snapshot(null));
        BufferedImage image =
                new BufferedImage((int) drawn.getWidth(), (int) drawn.getHeight(), BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = drawn.getPixelReader();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        Files.createDirectories(folder);
        ImageIO.write(image, "png", folder.resolve("console-" + name + ".png").toFile());
    }

    /** Bursts that come and go, until the pictures are taken. */
    private void send(Broker broker) {
        Random random = new Random(1);
        try (Connection connection = broker.core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(null)) {
            connection.start();
            while (!isOver) {
                String queue = GOOD.get(random.nextInt(GOOD.size()));
                if (random.nextInt(3) == 0 && !queue.equals("shipments")) {
                    take(session, queue, random.nextInt(60));
                } else {
                    for (int left = random.nextInt(queue.equals("shipments") ? 2 : 40); left > 0; left--) {
                        producer.send(session.createQueue(queue), message(session, random));
                    }
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message message(Session session, Random random) throws JMSException {
        int number = random.nextInt(90_000) + 10_000;
        Message message = session.createTextMessage("{\"shipment\": " + number
                + ", \"city\": \"Zürich\", \"parcels\": [{\"kilos\": 1.4}, {\"kilos\": 0.6}], \"express\": "
                + random.nextBoolean() + "}");
        message.setStringProperty("region", List.of("north", "south", "alps").get(random.nextInt(3)));
        message.setIntProperty("attempt", random.nextInt(3));
        return message;
    }

    private static void take(Session session, String queue, int most) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            int left = most;
            while (left > 0 && consumer.receive(100) != null) {
                left--;
            }
        }
    }

    private static void fill(Broker broker, String queue, int messages) throws JMSException {
        Random random = new Random(2);
        try (Connection connection = broker.core().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int i = 0; i < messages; i++) {
                producer.send(message(session, random));
            }
            session.commit();
        }
    }

    private static void letPass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }
}
