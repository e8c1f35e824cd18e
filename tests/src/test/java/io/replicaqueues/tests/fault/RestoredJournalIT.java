// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.DataBackup;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.broker.QueueContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator puts an old copy of a broker's data back: first the original's, then the replica's. */
class RestoredJournalIT {

    private static final String QUEUE = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final MixedMessages messages = new MixedMessages(1, "producer");
    private ProcessPair pair;

    @BeforeEach
    void startBrokers() throws Exception {
        pair = ProcessPair.start(folder, PairUnderLoad::setUp);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        pair.close();
    }

    @Test
    void aRestoredOriginalIsFollowedOnlyOnRequestAndARestoredReplicaMakesUpForIt() throws Exception {
        send(200);
        pair.createReplica(QUEUE);
        pair.awaitParity(QUEUE);
        DataBackup ofOriginal = backUp(pair.original());
        send(100);
        pair.awaitParity(QUEUE);
        QueueContent followed = QueueContent.of(pair.replica(), QUEUE);

        restore(pair.original(), ofOriginal);

        await().atMost(PATIENCE).until(() -> "FAILED".equals(pair.attribute(QUEUE, "State")));
        String error = String.valueOf(pair.attribute(QUEUE, "LastError"));
        assertTrue(error.contains("went back in time") && error.contains("start() accepts"), error);
        QueueContent.assertSame(followed, QueueContent.of(pair.replica(), QUEUE));
        send(150);
        pair.exec(QUEUE, "start");
        assertFollowed();

        DataBackup ofReplica = backUp(pair.replica());
        send(50);
        pair.awaitParity(QUEUE);
        restore(pair.replica(), ofReplica);
        assertFollowed();
    }

    private void assertFollowed() throws Exception {
        pair.awaitParity(QUEUE);
        pair.assertSameContent(QUEUE);
        Map<?, ?> report = (Map<?, ?>) pair.exec(QUEUE, "verify");
        assertEquals(true, report.get("equal"), String.valueOf(report));
    }

    private void send(int count) throws Exception {
        messages.send(pair.original().amqp(), QUEUE, count);
    }

    private static DataBackup backUp(BrokerProcess broker) throws Exception {
        broker.stop();
        DataBackup backup = DataBackup.of(broker.instance().resolve("data"));
        broker.start();
        return backup;
    }

    private static void restore(BrokerProcess broker, DataBackup backup) throws Exception {
        broker.stop();
        backup.restore();
        broker.start();
    }
}
