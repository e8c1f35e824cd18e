// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.JournalBroker;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EagerTransactionTest {

    private static final int SECONDS = 60;

    @TempDir
    private Path data;

    private JournalBroker broker;
    private Queue queue;

    @BeforeEach
    void start() throws Exception {
        broker = new JournalBroker(data);
        queue = broker.queue("replica");
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void theQueueShowsItWhileTheContextStillWaitsForTheDisk() throws Exception {
        StorageManager storage = broker.storage();
        OperationContext mine = storage.newContext(Runnable::run);
        storage.setContext(mine);
        // Something else that is not on disk yet.
        mine.storeLineUp();
        CountDownLatch onDisk = new CountDownLatch(1);

        EagerTransaction transaction = add();
        transaction.commit();
        storage.afterCompleteOperations(new Told(onDisk));

        assertEquals(mine, storage.getContext());
        await().until(() -> broker.messages("replica").size() == 1);
        assertEquals(1, onDisk.getCount());
        mine.done();
        assertTrue(onDisk.await(SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void whatIsConfirmedIsThereAfterARestart() throws Exception {
        add().commit();
        broker.storage().waitOnOperations();

        broker.restart();

        assertEquals(1, broker.messages("replica").size());
    }

    @Test
    void whatIsRolledBackIsNeverSeen() throws Exception {
        EagerTransaction transaction = add();
        transaction.rollback();
        broker.storage().waitOnOperations();

        assertEquals(0, queue.getMessageCount());
        broker.restart();
        assertEquals(0, broker.messages("replica").size());
    }

    private EagerTransaction add() throws Exception {
        StorageManager storage = broker.storage();
        EagerTransaction transaction = new EagerTransaction(storage, Runnable::run);
        CoreMessage message = new CoreMessage(storage.generateID(), 100);
        message.setAddress(queue.getAddress());
        message.setDurable(true);
        message.getEncodeSize();
        RoutingContextImpl route = new RoutingContextImpl(transaction);
        route.addQueue(queue.getAddress(), queue);
        broker.server().getPostOffice().processRoute(message, route, false);
        return transaction;
    }

    private record Told(CountDownLatch latch) implements IOCallback {

        @Override
        public void done() {
            latch.countDown();
        }

        @Override
        public void onError(int errorCode, String errorMessage) {
            throw new AssertionError(errorMessage);
        }
    }
}
