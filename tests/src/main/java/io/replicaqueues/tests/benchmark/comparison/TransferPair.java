// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Brokers that replicate nothing, between which the broker's own tool moves messages. For one thread. */
final class TransferPair extends Pair implements Copying {

    TransferPair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    void connect(LoadProcess client) {
        // The tool connects by itself.
    }

    @Override
    boolean isEqual(long depth) throws Exception {
        return atSecond().depth(LoadClient.QUEUE) == depth;
    }

    @Override
    long backlog() {
        return 0;
    }

    @Override
    public void hold() {
        // Nothing happens unless it is asked for.
    }

    @Override
    public void copy(int messages) throws IOException, InterruptedException {
        File output = second().instance().resolve("log").resolve("transfer.log").toFile();
        ProcessBuilder transfer = new ProcessBuilder(
                        second().instance().resolve("bin").resolve("artemis").toString(),
                        "transfer",
                        "--source-url=tcp://" + original().hostAndPort(),
                        "--source-user=" + Broker.USER,
                        "--source-password=" + Broker.PASSWORD,
                        "--source-queue=" + LoadClient.QUEUE,
                        "--target-url=tcp://" + second().hostAndPort(),
                        "--target-user=" + Broker.USER,
                        "--target-password=" + Broker.PASSWORD,
                        "--target-queue=" + LoadClient.QUEUE,
                        // Without it the tool waits for five seconds whether more will come.
                        "--message-count=" + messages)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output));
        transfer.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (transfer.start().waitFor() != 0) {
            throw new IOException("artemis transfer failed, see " + output);
        }
    }

    @Override
    public long bytesReceived() {
        return 0;
    }

    /** What was moved is gone from the original. */
    @Override
    void check(long depth) throws Exception {
        if (atOriginal().depth(LoadClient.QUEUE) != 0 || !isEqual(depth)) {
            throw new IllegalStateException("Not all of " + depth + " messages were moved");
        }
    }

    @Override
    void clear() throws Exception {
        atSecond().empty(LoadClient.QUEUE);
        awaitEqual(0);
    }
}
