// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.ObjectName;
import org.apache.activemq.artemis.core.security.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests rely on in an embedded broker. */
final class EmbeddedBrokerTest {

    private static final Role BROWSERS =
            new Role("browsers", false, false, false, false, false, false, false, true, false, false, false, false);

    @TempDir
    private Path data;

    @Test
    void contentSurvivesARestartAndAKill() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.named("survivor", data).start()) {
            broker.createQueue("orders");
            sendDurable(broker, 10);
            int port = broker.port();

            broker.restart();
            assertEquals(10, broker.depth("orders"));

            sendDurable(broker, 10);
            broker.kill();
            assertFalse(broker.isRunning());
            broker.start();
            assertEquals(20, broker.depth("orders"));
            assertEquals(port, broker.port());
        }
    }

    @Test
    void itsMBeansStandOnThePlatformServerWhileItRuns() throws Exception {
        ObjectName name = new ObjectName("org.apache.activemq.artemis:broker=\"visible\"");
        try (EmbeddedBroker broker = EmbeddedBroker.named("visible", data).start()) {
            assertTrue(ManagementFactory.getPlatformMBeanServer().isRegistered(name));
            broker.stop();
            assertFalse(ManagementFactory.getPlatformMBeanServer().isRegistered(name));
        }
    }

    @Test
    void strangersAreRefusedAndUsersMayDoWhatIsPermitted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.named("guarded", data)
                .user("reader", "reader-secret", "browsers")
                .permit("orders", BROWSERS)
                .start()) {
            broker.createQueue("orders");
            sendDurable(broker, 3);

            assertThrows(
                    JMSSecurityException.class,
                    () -> broker.amqp("reader", "wrong").createConnection().close());
            assertEquals(
                    3,
                    QueueContent.of(broker.amqp("reader", "reader-secret"), "orders")
                            .size());
            try (Connection connection = broker.amqp("reader", "reader-secret").createConnection();
                    Session session = connection.createSession()) {
                assertThrows(JMSException.class, () -> session.createConsumer(session.createQueue("orders")));
            }
        }
    }

    @Test
    void aBackupTakesOverWithTheContentWhenItsPrimaryIsKilled() throws Exception {
        int primaryPort = FreePorts.next();
        int backupPort = FreePorts.next();
        try (EmbeddedBroker primary = EmbeddedBroker.named("pair-a", data.resolve("a"))
                        .port(primaryPort)
                        .primaryOf(backupPort)
                        .start();
                EmbeddedBroker backup = EmbeddedBroker.named("pair-b", data.resolve("b"))
                        .port(backupPort)
                        .backupOf(primaryPort)
                        .start()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> backup.server().isReplicaSync());
            primary.createQueue("orders");
            sendDurable(primary, 50);

            primary.kill();

            await().atMost(Duration.ofSeconds(60)).until(() -> backup.server().isActive());
            assertEquals(50, QueueContent.of(backup, "orders").size());
        }
    }

    private static void sendDurable(Broker broker, int count) throws JMSException {
        try (Connection connection = broker.amqp().createConnection();
                Session session = connection.createSession()) {
            var producer = session.createProducer(session.createQueue("orders"));
            for (int sent = 0; sent < count; sent++) {
                producer.send(session.createTextMessage("order " + sent));
            }
        }
    }
}
