// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.replicaqueues.mbeans.ReplicaState;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.AttributeChangeNotification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/**
 * Tells JMX clients of one replica's changes, one after the other, so that the latest they hear is the latest there was,
 * and without making the replica wait for them. Safe on any thread.
 */
final class ReplicaNotifications extends NotificationBroadcasterSupport {

    private final ObjectName source;
    private final AtomicLong sequence = new AtomicLong();

    ReplicaNotifications(ObjectName source) {
        super(new OrderedExecutor(ForkJoinPool.commonPool()));
        this.source = source;
    }

    void stateChanged(String queue, ReplicaState before, ReplicaState after, String reason) {
        send(
                changed(queue, before.name(), after.name(), reason),
                "State",
                String.class.getName(),
                before.name(),
                after.name());
    }

    void acknowledgementChanged(String queue, String before, String after, String reason) {
        send(changed(queue, before, after, reason), "Acknowledgement", String.class.getName(), before, after);
    }

    void parityChanged(String queue, boolean inParity, String reason) {
        send(
                "Replica queue " + queue + (inParity ? " is in parity: " : " is not known to be in parity: ") + reason,
                "InParity",
                boolean.class.getName(),
                !inParity,
                inParity);
    }

    private static String changed(String queue, String before, String after, String reason) {
        return "Replica queue " + queue + " is " + after + ", was " + before + ": " + reason;
    }

    /** JConsole shows neither the old value nor the new one of a notification, but its user data. */
    private void send(String text, String attribute, String type, Object before, Object after) {
        AttributeChangeNotification change = new AttributeChangeNotification(
                source, sequence.incrementAndGet(), System.currentTimeMillis(), text, attribute, type, before, after);
        change.setUserData(attribute + ": " + before + " -> " + after);
        sendNotification(change);
    }
}
