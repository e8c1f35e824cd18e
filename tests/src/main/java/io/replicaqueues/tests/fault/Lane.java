// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import java.util.concurrent.TimeUnit;

/** One direction of all connections of a proxy, with its present fault. Any thread may call it. */
final class Lane {

    private LinkFault fault = LinkFault.NONE;

    synchronized void set(LinkFault value) {
        fault = value;
        notifyAll();
    }

    /** Returns when the bytes may pass, as changed as the fault will have them. */
    synchronized void await(Chunk chunk) throws InterruptedException {
        for (long hold = fault.holdNanos(chunk); hold > 0; hold = fault.holdNanos(chunk)) {
            TimeUnit.NANOSECONDS.timedWait(this, hold);
        }
        fault.pass(chunk);
    }
}
