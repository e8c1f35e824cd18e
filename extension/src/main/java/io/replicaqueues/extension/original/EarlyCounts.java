// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the broker's counters say of one original queue before its replicas are told: it counts a message when it is to be
 * put into a page, and no longer when it is removed, but that has happened only when the journal, or the page, has it.
 * With steady traffic there is such a change at any time. Safe on any thread.
 */
final class EarlyCounts {

    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong untoldToSynchronous = new AtomicLong();
    /** Each has one message on its way into the queue, which may be counted already, as a full disk holds it up. */
    private final Set<Thread> routing = ConcurrentHashMap.newKeySet();

    /** The calling thread begins to route a message to the queue. */
    void routing() {
        routing.add(Thread.currentThread());
    }

    /** The calling thread has done so, or failed. */
    void routed() {
        routing.remove(Thread.currentThread());
    }

    /** How many messages may be counted that are not among those {@link #untold}. */
    int uncertain() {
        // That a route has ended which another plugin refused nobody says.
        routing.removeIf(thread -> !thread.isAlive());
        return routing.size();
    }

    /** @param messages 1 for an addition, -1 for a removal that is counted, and not told */
    void counted(int messages) {
        untold.addAndGet(messages);
        untoldToSynchronous.addAndGet(messages);
    }

    /** Synchronous replicas have been told, or never will be. */
    void toldToSynchronous(int messages) {
        untoldToSynchronous.addAndGet(-messages);
    }

    /** All others have been told, or never will be. */
    void told(int messages) {
        untold.addAndGet(-messages);
    }

    /** By how many messages the broker counts more than a replica has been told of. */
    long untold(boolean synchronous) {
        return synchronous ? untoldToSynchronous.get() : untold.get();
    }
}
