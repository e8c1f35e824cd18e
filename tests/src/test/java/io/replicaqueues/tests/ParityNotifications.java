// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.AttributeChangeNotification;
import javax.management.JMException;

/** What a JMX client is told of {@code InParity} of one replica, from when it begins to listen. For one thread. */
final class ParityNotifications {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String queue;
    private final List<AttributeChangeNotification> heard = new CopyOnWriteArrayList<>();

    private ParityNotifications(String queue) {
        this.queue = queue;
    }

    /** Begins to listen; to be called while the replica is in parity. */
    static ParityNotifications of(EmbeddedBroker replica, String queue) throws JMException {
        ParityNotifications notifications = new ParityNotifications(queue);
        ManagementFactory.getPlatformMBeanServer()
                .addNotificationListener(
                        ObjectNames.replica(replica.name(), queue),
                        (notification, handback) -> notifications.hear((AttributeChangeNotification) notification),
                        null,
                        null);
        return notifications;
    }

    private void hear(AttributeChangeNotification change) {
        if (change.getAttributeName().equals("InParity")) {
            heard.add(change);
        }
    }

    /** Waits until parity was lost and found again, and checks that each change follows from the one before. */
    void assertLostAndFoundAgain() {
        await().atMost(PATIENCE)
                .until(() -> !heard.isEmpty()
                        && Boolean.TRUE.equals(heard.get(heard.size() - 1).getNewValue()));
        boolean before = true;
        for (AttributeChangeNotification change : heard) {
            assertEquals(AttributeChangeNotification.ATTRIBUTE_CHANGE, change.getType());
            assertEquals(before, change.getOldValue(), heard::toString);
            assertEquals(!before, change.getNewValue(), heard::toString);
            before = !before;
            String sentence =
                    "Replica queue " + queue + (before ? " is in parity: " : " is not known to be in parity: ");
            assertTrue(change.getMessage().startsWith(sentence), change.getMessage());
            assertTrue(change.getMessage().length() > sentence.length(), change.getMessage());
        }
    }
}
