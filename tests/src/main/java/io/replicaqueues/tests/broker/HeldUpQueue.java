// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.core.server.Queue;

/** Keeps a queue from being listed, as its own thread does, until it is released, by any thread. */
public final class HeldUpQueue implements AutoCloseable {

    private final CountDownLatch released = new CountDownLatch(1);

    private HeldUpQueue() {}

    /** Holds up the queue from now on. */
    public static HeldUpQueue of(Queue queue) {
        HeldUpQueue held = new HeldUpQueue();
        queue.getExecutor().execute(held::await);
        return held;
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the queue go on. */
    public void release() {
        released.countDown();
    }

    /** Lets it go on however a test ends. */
    @Override
    public void close() {
        release();
    }
}
