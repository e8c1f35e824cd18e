// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests rely on in a broker that runs in a process of its own. */
final class BrokerProcessIT {

    private static final String MBEAN = "org.apache.activemq.artemis:broker=\"own-process\"";

    @TempDir
    private Path folder;

    private BrokerProcess broker;

    @AfterEach
    void stop() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void itAnswersClientsAndJolokiaAndKeepsItsContentOverStopAndKill() throws Exception {
        broker = BrokerProcess.named("own-process", folder).withoutExtension().start();
        new MixedMessages(1, "amqp").send(broker.amqp(), "orders", 100);
        new MixedMessages(2, "core").send(broker.core(), "orders", 100);
        assertEquals(200, QueueContent.of(broker, "orders").size());
        assertEquals("own-process", broker.jolokia().read(MBEAN, "Name"));
        Object queues = broker.jolokia().exec(MBEAN, "getQueueNames(java.lang.String)", "ANYCAST");
        assertTrue(((List<?>) queues).contains("orders"), queues::toString);
        assertTrue(broker.journalBytes() > 0);
        assertTrue(broker.log().contains("AMQ221007"), "the log says that the server is active");
        QueueContent before = QueueContent.of(broker, "orders").durable();

        broker.restart();
        QueueContent.assertSame(before, QueueContent.of(broker, "orders"));

        broker.kill();
        assertFalse(broker.isRunning());
        broker.start();
        QueueContent.assertSame(before, QueueContent.of(broker, "orders"));
    }

    @Test
    void aSuspendedProcessAnswersNobodyUntilItIsResumed() throws Exception {
        broker = BrokerProcess.named("own-process", folder).withoutExtension().start();
        JolokiaClient jolokia = broker.jolokia();

        broker.suspend();
        CompletableFuture<Object> answer = CompletableFuture.supplyAsync(() -> name(jolokia));
        assertThrows(TimeoutException.class, () -> answer.get(1, TimeUnit.SECONDS));
        broker.resume();

        assertEquals("own-process", answer.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aRefusalOfJolokiaCarriesItsText() throws Exception {
        broker = BrokerProcess.named("own-process", folder).withoutExtension().start();

        JolokiaException error =
                assertThrows(JolokiaException.class, () -> broker.jolokia().read(MBEAN, "NoSuchAttribute"));

        assertEquals(404, error.status());
        assertTrue(error.getMessage().contains("NoSuchAttribute"), error.getMessage());
    }

    @Test
    void theExtensionAndItsConfigurationAreInTheInstance() throws Exception {
        Path jar = Files.writeString(folder.resolve("extension.jar"), "a jar");

        broker = BrokerProcess.named("own-process", folder)
                .extension(jar)
                .property("sync-timeout", "500")
                .create();

        assertTrue(Files.exists(broker.instance().resolve("lib").resolve("extension.jar")));
        String xml = Files.readString(broker.instance().resolve("etc").resolve("broker.xml"));
        assertTrue(xml.contains("<broker-plugin class-name=\"io.replicaqueues.extension.ReplicaQueuesPlugin\">"), xml);
        assertTrue(xml.contains("<property key=\"queue-replication\" value=\"yes\"/>"), xml);
        assertTrue(xml.contains("<property key=\"sync-timeout\" value=\"500\"/>"), xml);
    }

    @Test
    void aBrokerThatCannotStartSaysWhy() throws Exception {
        broker = BrokerProcess.named("own-process", folder)
                .withoutExtension()
                .brokerXml(xml -> xml.replace("<persistence-enabled>true", "<persistence-enabled>perhaps"))
                .create();

        IOException error = assertThrows(IOException.class, () -> broker.start());

        assertTrue(error.getMessage().contains("perhaps"), error.getMessage());
    }

    private static Object name(JolokiaClient jolokia) {
        try {
            return jolokia.read(MBEAN, "Name");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
