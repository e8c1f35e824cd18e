// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.wire.Farewell;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a queue is being deleted: then its messages go, and that is nothing for a replica to follow. A deletion that
 * was announced may be forbidden after all, which the broker tells nobody but its caller. Safe for all threads.
 */
final class DeletionWatch {

    /** Of {@code ActiveMQServer}: what announces a deletion and carries it out, on one thread. */
    private static final String DELETING_METHOD = "destroyQueue";

    /** Null if nobody is about to delete the queue. */
    private final AtomicReference<Thread> deleter = new AtomicReference<>();

    private volatile Farewell farewell;

    /** To be called by the thread that deletes the queue. */
    void announced() {
        deleter.set(Thread.currentThread());
    }

    /**
     * To be called by the same thread, before it leaves the deletion.
     *
     * @param farewell for the replica, once it has been told what was pending before
     */
    void done(Farewell farewell) {
        this.farewell = farewell;
    }

    /** Null as long as the queue is there. */
    Farewell farewell() {
        return farewell;
    }

    /** Whether the queue is being deleted, or has been. */
    boolean isPending() {
        return farewell != null || deleter.get() != null;
    }

    /** Whether the queue is there to stay, though a deletion was announced; forgets the announcement then. */
    boolean isOver() {
        Thread announcing = deleter.get();
        return announcing != null
                && !isDeleting(announcing)
                && farewell == null
                && deleter.compareAndSet(announcing, null);
    }

    /** However long a deletion takes, its thread is in it. */
    private static boolean isDeleting(Thread announcing) {
        return Arrays.stream(announcing.getStackTrace())
                .anyMatch(call -> call.getMethodName().equals(DELETING_METHOD));
    }
}
