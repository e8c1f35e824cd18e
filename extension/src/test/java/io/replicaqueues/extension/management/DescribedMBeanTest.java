// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.OriginalQueueMXBean;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of the MBeans, read from an MBean server as JConsole does. */
final class DescribedMBeanTest {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final NotificationBroadcasterSupport broadcaster = new NotificationBroadcasterSupport();

    @ParameterizedTest
    @ValueSource(classes = {QueueReplicationMXBean.class, ReplicaQueueMXBean.class, OriginalQueueMXBean.class})
    void everythingIsDescribed(Class<?> bean) throws Exception {
        MBeanInfo info = info(bean);

        assertTrue(isSentence(info.getDescription()), "the bean itself: " + info.getDescription());
        assertTrue(info.getAttributes().length > 0);
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            assertDescribed(attribute);
        }
        for (MBeanOperationInfo operation : info.getOperations()) {
            assertDescribed(operation);
            assertNotEquals(MBeanOperationInfo.UNKNOWN, operation.getImpact(), operation.getName());
            for (MBeanParameterInfo parameter : operation.getSignature()) {
                assertDescribed(parameter);
            }
        }
    }

    @Test
    void parametersHaveTheNamesOfTheContract() throws Exception {
        Map<String, List<String>> names = Arrays.stream(
                        info(QueueReplicationMXBean.class).getOperations())
                .collect(toMap(
                        MBeanOperationInfo::getName,
                        operation -> Stream.of(operation.getSignature())
                                .map(MBeanParameterInfo::getName)
                                .toList()));

        assertEquals(
                Map.of(
                        "createReplica", List.of("original", "queue"),
                        "replicate", List.of("original", "queue"),
                        "createReplicaAs", List.of("original", "originalQueue", "replicaQueue", "options"),
                        "startAll", List.of(),
                        "stopAll", List.of()),
                names);
    }

    @Test
    void everyOperationOfAReplicaMayChangeIt() throws Exception {
        for (MBeanOperationInfo operation : info(ReplicaQueueMXBean.class).getOperations()) {
            assertEquals(MBeanOperationInfo.ACTION, operation.getImpact(), operation.getName());
        }
    }

    @Test
    void aReplicaAnnouncesChangesOfStateAndParity() throws Exception {
        MBeanNotificationInfo[] notifications = info(ReplicaQueueMXBean.class).getNotifications();

        assertEquals(1, notifications.length);
        assertArrayEquals(new String[] {"jmx.attribute.change"}, notifications[0].getNotifTypes());
        assertEquals(AttributeChangeNotification.class.getName(), notifications[0].getName());
        assertEquals(
                "Sent when one of these attributes changes: State, InParity, Acknowledgement. The message says what"
                        + " is, what was and why; the user data is the attribute with both values.",
                notifications[0].getDescription());
    }

    @Test
    void announcedAttributesExist() throws Exception {
        List<String> attributes = Arrays.stream(info(ReplicaQueueMXBean.class).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toList();

        assertTrue(attributes.containsAll(Set.of("State", "InParity", "Acknowledgement")));
    }

    @Test
    void anOriginalAnnouncesNothing() throws Exception {
        assertEquals(0, info(OriginalQueueMXBean.class).getNotifications().length);
    }

    @Test
    void aNotificationOfTheBroadcasterReachesAListener() throws Exception {
        ObjectName name = register(ReplicaQueueMXBean.class);
        List<Notification> received = new ArrayList<>();
        server.addNotificationListener(name, (notification, handback) -> received.add(notification), null, null);

        broadcaster.sendNotification(new AttributeChangeNotification(
                name, 1, 0, "stopped by an operator", "State", "java.lang.String", "LIVE", "STOPPED"));

        assertEquals(1, received.size());
        assertEquals("State", ((AttributeChangeNotification) received.get(0)).getAttributeName());
    }

    private <T> MBeanInfo info(Class<T> bean) throws Exception {
        return server.getMBeanInfo(register(bean));
    }

    private <T> ObjectName register(Class<T> bean) throws Exception {
        T nobody = bean.cast(Proxy.newProxyInstance(
                bean.getClassLoader(), new Class<?>[] {bean}, (proxy, method, arguments) -> null));
        ObjectName name = ObjectNames.replica("broker", "queue");
        server.registerMBean(new DescribedMBean(nobody, bean, broadcaster), name);
        return name;
    }

    private static void assertDescribed(MBeanFeatureInfo feature) {
        assertTrue(isSentence(feature.getDescription()), feature.getName() + ": " + feature.getDescription());
    }

    private static boolean isSentence(String description) {
        return description.contains(" ") && description.endsWith(".");
    }
}
