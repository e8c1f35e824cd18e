// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.ha;

import static io.replicaqueues.tests.ha.HaPairsUnderLoad.PATIENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.HaPair;
import io.replicaqueues.tests.broker.HaPair.Policy;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.broker.QueueContent;
import io.replicaqueues.tests.fault.Direction;
import io.replicaqueues.tests.fault.LinkFault;
import io.replicaqueues.tests.fault.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers that are confirmed only when a replica has their messages, while primary/backup pairs lose their brokers. */
class SynchronousPairsIT {

    private static final String QUEUE = "orders";

    @TempDir
    private Path folder;

    private HaPairsUnderLoad scene;
    private ProcessPair pair;
    private final List<TcpProxy> networks = new ArrayList<>();

    @AfterEach
    void stopBrokers() throws Exception {
        if (scene != null) {
            scene.close();
        }
        for (TcpProxy network : networks) {
            network.close();
        }
    }

    @Test
    @Tag("soak")
    void producersWaitForAReplicaThroughEveryTakeOverAndLoseNothingWithTheirBrokers() throws Exception {
        scene = HaPairsUnderLoad.start(folder, Policy.REPLICATION, QUEUE);
        HaPair originals = scene.originals();
        HaPair replicas = scene.replicas();
        FailoverLoad load = scene.load();
        pair = scene.pair();
        scene.mixed().send(pair.original().amqp(), QUEUE, 100);
        TcpProxy toPrimary = network(originals.primary());
        TcpProxy toBackup = network(originals.backup());
        String address = toPrimary.addressOf(originals.primary()) + ",127.0.0.1:" + toBackup.port();
        pair.createReplica(address, QUEUE, QUEUE, "acknowledgement=sync");
        awaitSynchronous();

        scene.during(() -> {
            originals.killActive();
            originals.awaitTakeOver();
            awaitSynchronous();
        });
        scene.during(() -> {
            replicas.killActive();
            replicas.awaitTakeOver();
            awaitSynchronous();
        });
        originals.failBack();
        awaitSynchronous();

        // What is on its way is lost with the original: were the replica not waited for, confirmed messages would be.
        toPrimary.impair(Direction.TO_CLIENT, LinkFault.delay(Duration.ofMillis(100)));
        load.start(originals.amqp(), originals.core());
        scene.awaitConfirmed(load.confirmed() + 200);
        assertEquals("sync", pair.attribute(QUEUE, "Acknowledgement"));
        originals.primary().kill();
        originals.backup().kill();
        load.assertNothingLost(QueueContent.of(pair.replica(), QUEUE));

        originals.primary().start();
        scene.awaitConfirmed(load.confirmed() + 50);
        awaitSynchronous();
        load.pause();
        pair.awaitParity(QUEUE);
        load.assertNothingLost(QueueContent.of(pair.original(), QUEUE));
        pair.assertSameContentByProducer(QUEUE);
    }

    private TcpProxy network(BrokerProcess broker) throws IOException {
        TcpProxy network = TcpProxy.to(broker.port());
        networks.add(network);
        return network;
    }

    private void awaitSynchronous() {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> "sync".equals(pair.attribute(QUEUE, "Acknowledgement")));
    }
}
