// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.AttributeChangeNotification;
import org.junit.jupiter.api.Test;

/** Who listens hears of every change, the latest last. */
class ReplicaNotificationsTest {

    private final ReplicaNotifications notifications =
            new ReplicaNotifications(ObjectNames.replica("broker", "orders"));
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch all = new CountDownLatch(2);

    @Test
    void aChangeIsToldOnlyWhenTheOneBeforeHasBeenHeard() throws Exception {
        CountDownLatch overtaken = new CountDownLatch(1);
        AtomicBoolean overtook = new AtomicBoolean();
        notifications.addNotificationListener(
                (notification, handback) -> {
                    if (notification.getSequenceNumber() == 1) {
                        overtook.set(awaited(overtaken));
                    } else {
                        overtaken.countDown();
                    }
                    all.countDown();
                },
                null,
                null);

        changeTwice();

        assertTrue(all.await(30, TimeUnit.SECONDS));
        assertEquals(false, overtook.get());
    }

    @Test
    void aListenerThatFailsMissesNothing() throws Exception {
        notifications.addNotificationListener(
                (notification, handback) -> {
                    heard.add(notification.getSequenceNumber());
                    all.countDown();
                    throw new IllegalStateException("for the test");
                },
                null,
                null);

        changeTwice();

        assertTrue(all.await(30, TimeUnit.SECONDS));
        assertEquals(List.of(1L, 2L), heard);
    }

    @Test
    void aChangeSaysWhatWasAndWhatIsInEveryPartThatAClientShows() throws Exception {
        List<AttributeChangeNotification> changes = new CopyOnWriteArrayList<>();
        CountDownLatch three = new CountDownLatch(3);
        notifications.addNotificationListener(
                (notification, handback) -> {
                    changes.add((AttributeChangeNotification) notification);
                    three.countDown();
                },
                null,
                null);

        notifications.stateChanged("orders", ReplicaState.LIVE, ReplicaState.STOPPED, "stopped by an operator");
        notifications.acknowledgementChanged("orders", "sync", "sync (degraded)", "not live");
        notifications.parityChanged("orders", true, "equal at position 7");

        assertTrue(three.await(30, TimeUnit.SECONDS));
        assertEquals(
                List.of(
                        "State | LIVE | STOPPED | State: LIVE -> STOPPED"
                                + " | Replica queue orders is STOPPED, was LIVE: stopped by an operator",
                        "Acknowledgement | sync | sync (degraded) | Acknowledgement: sync -> sync (degraded)"
                                + " | Replica queue orders is sync (degraded), was sync: not live",
                        "InParity | false | true | InParity: false -> true"
                                + " | Replica queue orders is in parity: equal at position 7"),
                changes.stream().map(ReplicaNotificationsTest::text).toList());
    }

    private static String text(AttributeChangeNotification change) {
        return change.getAttributeName() + " | " + change.getOldValue() + " | " + change.getNewValue() + " | "
                + change.getUserData() + " | " + change.getMessage();
    }

    private void changeTwice() {
        notifications.parityChanged("orders", false, "for the test");
        notifications.parityChanged("orders", true, "for the test");
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
