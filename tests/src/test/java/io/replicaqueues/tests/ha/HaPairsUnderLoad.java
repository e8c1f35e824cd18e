// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.ha;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.tests.broker.HaPair;
import io.replicaqueues.tests.broker.HaPair.Policy;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import io.replicaqueues.tests.broker.QueueContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A primary/backup pair with originals and one with replicas, and clients that go on whatever becomes of the brokers. */
final class HaPairsUnderLoad implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String queue;
    private final HaPair originals;
    private final HaPair replicas;
    private final ProcessPair pair;
    private final FailoverLoad load;
    private final MixedMessages mixed = new MixedMessages(21, "mixed");

    private HaPairsUnderLoad(String queue, HaPair originals, HaPair replicas) {
        this.queue = queue;
        this.originals = originals;
        this.replicas = replicas;
        this.pair = ProcessPair.of(originals, replicas);
        this.load = new FailoverLoad(queue);
    }

    /** @param queue the one that clients use and that is compared */
    static HaPairsUnderLoad start(Path folder, Policy policy, String queue) throws IOException, InterruptedException {
        HaPair originals = HaPair.create("node1", folder, policy, each -> {});
        HaPair replicas = HaPair.create("node2", folder, policy, each -> {});
        try {
            HaPair.startAll(originals, replicas);
            return new HaPairsUnderLoad(queue, originals, replicas);
        } catch (RuntimeException | Error e) {
            replicas.close();
            originals.close();
            throw e;
        }
    }

    HaPair originals() {
        return originals;
    }

    HaPair replicas() {
        return replicas;
    }

    /** Whichever of the brokers are active. */
    ProcessPair pair() {
        return pair;
    }

    FailoverLoad load() {
        return load;
    }

    MixedMessages mixed() {
        return mixed;
    }

    interface Step {
        void run() throws Exception;
    }

    /** Does something to the brokers while clients are at work, and then compares everything. */
    void during(Step step) throws Exception {
        int before = load.confirmed();
        load.start(originals.amqp(), originals.core());
        awaitConfirmed(before + 200);
        step.run();
        awaitConfirmed(load.confirmed() + 200);
        load.pause();
        mixed.send(pair.original().core(), queue, 50);
        pair.awaitParity(queue);
        load.assertNothingLost(QueueContent.of(pair.original(), queue));
        pair.assertSameContentByProducer(queue);
    }

    void awaitConfirmed(int count) {
        await().atMost(PATIENCE).until(() -> load.confirmed() >= count);
    }

    @Override
    public void close() throws InterruptedException {
        load.close();
        replicas.close();
        originals.close();
    }
}
