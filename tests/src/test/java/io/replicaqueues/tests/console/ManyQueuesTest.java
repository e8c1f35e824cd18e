// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.model.BrokerModel;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The console on a broker of 5,000 queues. */
@ExtendWith(ApplicationExtension.class)
class ManyQueuesTest {

    private static final int ADDRESSES = 500;
    private static final int QUEUES_OF_ADDRESS = 10;
    /** A person calls a window frozen that is busy with one thing for longer. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(2);
    /** For a window that waits for something; the rest of it is for a machine that has other things to do. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @BeforeAll
    static void createQueues() throws Exception {
        for (int queue = 0; queue < ADDRESSES * QUEUES_OF_ADDRESS; queue++) {
            pair.brokers()
                    .original()
                    .server()
                    .createQueue(QueueConfiguration.of("q%04d".formatted(queue))
                            .setAddress("address%03d".formatted(queue / QUEUES_OF_ADDRESS))
                            .setRoutingType(RoutingType.MULTICAST)
                            .setDurable(false));
        }
    }

    @Test
    void fiveThousandQueuesAreListedScrolledAndFilteredWithoutFreezingTheWindow(FxRobot robot) throws Exception {
        // What is drawn first is slow once, however many queues there are.
        onFx(() -> null);
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong busiest = new AtomicLong();
        AtomicLong longest = new AtomicLong();
        Thread watch = new Thread(() -> measureStandstill(isOver, busiest, longest), "watch");
        watch.start();

        console.connect(pair.original(Way.JMX));
        console.awaitModel(model -> queues(model.brokers().brokers().get(0)) >= ADDRESSES * QUEUES_OF_ADDRESS);
        TreeView<?> tree = robot.lookup("#tree").queryAs(TreeView.class);
        await().until(() -> onFx(() -> addresses(tree)) >= ADDRESSES);
        for (int row = 0; row < ADDRESSES; row += 50) {
            int shown = row;
            onFx(() -> {
                tree.getRoot().getChildren().get(0).getChildren().get(shown).setExpanded(true);
                tree.scrollTo(shown);
                return null;
            });
        }
        assertTrue(onFx(() -> cells(tree)) < 100, "only what is seen has cells");
        robot.clickOn("#tree-filter").write("q4321");
        await().until(() -> onFx(() -> tree.getExpandedItemCount()) == 3);

        isOver.set(true);
        watch.join();
        Duration busy = Duration.ofNanos(busiest.get());
        Duration standstill = Duration.ofNanos(longest.get());
        System.out.printf(
                "5,000 queues: the window stood still for %d ms at most, busy for %d ms at most%n",
                standstill.toMillis(), busy.toMillis());
        assertTrue(busy.compareTo(LONGEST_STANDSTILL) < 0, () -> "busy for " + busy);
        assertTrue(standstill.compareTo(LONGEST_WAIT) < 0, () -> "stood still for " + standstill);
        assertEquals(1, onFx(() -> addresses(tree)));
    }

    private static void measureStandstill(AtomicBoolean isOver, AtomicLong busiest, AtomicLong longest) {
        long processor = onFx(ManyQueuesTest::processorTime);
        while (!isOver.get()) {
            long asked = System.nanoTime();
            long processorNow = onFx(ManyQueuesTest::processorTime);
            longest.accumulateAndGet(System.nanoTime() - asked, Math::max);
            busiest.accumulateAndGet(processorNow - processor, Math::max);
            processor = processorNow;
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** What the thread that asks has had of a processor, in nanoseconds. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long queues(BrokerModel broker) {
        return broker.queues().queues().stream()
                .filter(queue -> queue.location().queue().startsWith("q"))
                .count();
    }

    private static int addresses(TreeView<?> tree) {
        TreeItem<?> broker = tree.getRoot().getChildren().get(0);
        return broker.getChildren().size();
    }

    private static int cells(TreeView<?> tree) {
        return (int) tree.lookupAll(".tree-cell").stream()
                .filter(node -> node instanceof TreeCell<?> cell && cell.getItem() != null)
                .count();
    }
}
