// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.ha;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.Connection;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica broker that stops, or gives way to its primary, while clients are still connected. */
class ShuttingDownTest {

    private static final String QUEUE = "orders";

    @TempDir
    private Path folder;

    @Test
    void aReplicaStaysProtectedUntilItsBrokerHasCutOffTheLastClient() throws Exception {
        try (BrokerPair pair = BrokerPair.start(
                folder,
                each -> each.configure(configuration -> configuration
                        .setGracefulShutdownEnabled(true)
                        .setGracefulShutdownTimeout(Duration.ofSeconds(20).toMillis())))) {
            new MixedMessages(41, "producer").send(pair.original().core(), QUEUE, 10);
            pair.createReplica(QUEUE);
            pair.awaitParity(QUEUE);
            CompletableFuture<Void> stopped;
            try (Connection connection = pair.replica().core().createConnection();
                    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
                Queue queue = session.createQueue(QUEUE);
                MessageProducer producer = session.createProducer(queue);
                stopped = CompletableFuture.runAsync(() -> stop(pair));
                await().until(() -> !BrokerPair.isRegistered(
                        ObjectNames.queueReplication(pair.replica().name())));

                assertFalse(stopped.isDone());
                assertThrows(JMSSecurityException.class, () -> producer.send(session.createTextMessage("late")));
                assertThrows(JMSSecurityException.class, () -> session.createConsumer(queue));
            }
            stopped.join();

            pair.replica().start();
            pair.awaitParity(QUEUE);
            pair.assertSameContent(QUEUE);
        }
    }

    private static void stop(BrokerPair pair) {
        try {
            pair.replica().stop();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
