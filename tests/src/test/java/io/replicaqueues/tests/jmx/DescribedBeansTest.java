// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jmx;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerPair;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What running brokers say of their beans: everything has a name, a description, an impact and a unit. */
class DescribedBeansTest {

    private static final String QUEUE = "orders";
    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();
    private static final Pattern UNIT = Pattern.compile("(?i)milliseconds|messages|bytes|how many times");
    private static final Pattern NUMBER = Pattern.compile("long|int|double|java\\.lang\\.(Long|Integer|Double)");
    /** As compilers name what has lost its name. */
    private static final Pattern NO_NAME = Pattern.compile("(p|arg)\\d+");

    @TempDir
    private static Path folder;

    private static BrokerPair brokers;
    private static List<ObjectName> beans;

    @BeforeAll
    static void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder);
        brokers.original().createQueue(QUEUE);
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
        ObjectName original = ObjectNames.original(brokers.original().name(), QUEUE);
        await().atMost(Duration.ofSeconds(60)).until(() -> BrokerPair.isRegistered(original));
        beans = List.of(
                ObjectNames.queueReplication(brokers.replica().name()),
                ObjectNames.replica(brokers.replica().name(), QUEUE),
                original);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void everyBeanAttributeOperationParameterAndNotificationIsDescribed() throws Exception {
        List<String> without = new ArrayList<>();
        for (ObjectName bean : beans) {
            MBeanInfo info = MBEANS.getMBeanInfo(bean);
            if (!isSentence(info.getDescription())) {
                without.add(bean.toString());
            }
            features(info)
                    .filter(feature -> !isSentence(feature.getDescription()))
                    .forEach(feature -> without.add(feature.getName() + " of " + bean));
        }
        assertEquals(List.of(), without);
    }

    @Test
    void everyParameterHasAName() throws Exception {
        for (ObjectName bean : beans) {
            features(MBEANS.getMBeanInfo(bean))
                    .forEach(feature -> assertFalse(
                            NO_NAME.matcher(feature.getName()).matches(), () -> feature.getName() + " of " + bean));
        }
    }

    @Test
    void everyOperationHasAnImpact() throws Exception {
        Set<Integer> known = Set.of(MBeanOperationInfo.ACTION, MBeanOperationInfo.INFO);
        for (ObjectName bean : beans) {
            for (MBeanOperationInfo operation : MBEANS.getMBeanInfo(bean).getOperations()) {
                assertTrue(known.contains(operation.getImpact()), operation::getName);
            }
        }
    }

    @Test
    void everyNumberHasItsUnitInItsDescription() throws Exception {
        int numbers = 0;
        for (ObjectName bean : beans) {
            for (MBeanAttributeInfo attribute : MBEANS.getMBeanInfo(bean).getAttributes()) {
                if (NUMBER.matcher(attribute.getType()).matches()) {
                    assertTrue(UNIT.matcher(attribute.getDescription()).find(), attribute::toString);
                    numbers++;
                }
            }
        }
        assertTrue(numbers >= 10, "numbers seen: " + numbers);
    }

    @Test
    void aReplicaNotifiesOfChangesAndSaysWhichAndHow() throws Exception {
        MBeanNotificationInfo[] notifications =
                MBEANS.getMBeanInfo(beans.get(1)).getNotifications();

        assertEquals(1, notifications.length);
        assertEquals(List.of(AttributeChangeNotification.ATTRIBUTE_CHANGE), List.of(notifications[0].getNotifTypes()));
        Set<String> attributes = Arrays.stream(MBEANS.getMBeanInfo(beans.get(1)).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .collect(toSet());
        for (String name : List.of("State", "InParity", "Acknowledgement")) {
            assertTrue(attributes.contains(name));
            assertTrue(notifications[0].getDescription().contains(name), notifications[0]::getDescription);
        }
        assertTrue(notifications[0].getDescription().contains("user data"), notifications[0]::getDescription);
    }

    private static Stream<MBeanFeatureInfo> features(MBeanInfo info) {
        List<MBeanFeatureInfo> features = new ArrayList<>();
        features.addAll(List.of(info.getAttributes()));
        features.addAll(List.of(info.getNotifications()));
        for (MBeanOperationInfo operation : info.getOperations()) {
            features.add(operation);
            features.addAll(List.of(operation.getSignature()));
        }
        return features.stream();
    }

    private static boolean isSentence(String description) {
        return description != null && description.contains(" ") && description.endsWith(".");
    }
}
