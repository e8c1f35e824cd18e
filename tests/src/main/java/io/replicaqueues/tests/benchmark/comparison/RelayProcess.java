// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** The process of a {@link LinkRelay}: what it spends is not counted as a broker's. For one thread. */
final class RelayProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private RelayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when it can be connected to. */
    static RelayProcess to(int target, int delayMillis) throws IOException {
        Process process = new ProcessBuilder(
                        LoadProcess.java(LinkRelay.class, Integer.toString(target), Integer.toString(delayMillis)))
                .redirectError(Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end of relay"));
        return new RelayProcess(process, Integer.parseInt(process.inputReader().readLine()));
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
