// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** The broker's own command-line tool moves messages. For one thread. */
final class TransferPair extends MovingPair {

    TransferPair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    @Override
    public void copy(Load load) throws IOException, InterruptedException {
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
                        "--message-count=" + load.messages())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output));
        transfer.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (transfer.start().waitFor() != 0) {
            throw new IOException("artemis transfer failed, see " + output);
        }
    }
}
