// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.original.UncompletedAdditions.Uncompleted;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * The way from the broker's hooks into the feed of one replica, on which producers may be let wait for it. Called by any
 * thread; does O(1) work in memory.
 */
final class ChangeIntake {

    private final Queue queue;
    private final boolean synchronous;
    private final ChangeFeed feed;
    private final SyncMode sync;
    private final Wakeable session;

    /** @param synchronous whether the replica asked for producers to wait for it */
    ChangeIntake(Queue queue, boolean synchronous, ChangeFeed feed, SyncMode sync, Wakeable session) {
        this.queue = queue;
        this.synchronous = synchronous;
        this.feed = feed;
        this.sync = sync;
        this.session = session;
    }

    /** Who sends what has come in; both may be called on any thread and return at once. */
    interface Wakeable {

        /** There is a change to send. */
        void changed();

        /** A frame is due even if there is nothing to send. */
        void mark();
    }

    Queue queue() {
        return queue;
    }

    /** Whether the replica asked for producers to wait for it, and so hears of additions as soon as they are stored. */
    boolean isSynchronous() {
        return synchronous;
    }

    /** Lets a producer wait for the replica to have an addition, which is then to be {@link #added} or abandoned. */
    boolean hold(long id, Hold hold) {
        return sync.hold(id, hold);
    }

    void abandoned(long id) {
        sync.release(id);
    }

    void added(long id, Message message) {
        if (feed.added(id, message)) {
            session.changed();
        } else if (sync.isHeld(id)) {
            settleHold(id);
        }
    }

    /** A message is in the queue that was {@link #added} to synchronous replicas when it was stored. */
    void completed(long id, Message message, Uncompleted known) {
        if (feed.completed(id, message, known)) {
            session.changed();
        }
    }

    /** A message is not in the queue, and never will be. */
    void dropped(long id) {
        feed.dropped(id);
    }

    void removed(long id) {
        if (feed.removed(id)) {
            session.changed();
        }
        if (sync.isHeld(id) && feed.whereabouts(id) == ChangeFeed.Whereabouts.NOWHERE) {
            sync.release(id);
        }
    }

    /** There will be additions that nobody remembers, and that producers therefore cannot wait for. */
    void willForget() {
        sync.degrade("it fell too far behind");
    }

    /** There were. */
    void forgot() {
        feed.forget();
        session.changed();
    }

    /** The addition was known before, or will never be sent. */
    private void settleHold(long id) {
        switch (feed.whereabouts(id)) {
            case PENDING -> {
                // Released with its frame.
            }
            case SENT -> {
                sync.releaseWithNextFrame(id);
                session.mark();
            }
            case NOWHERE -> sync.release(id);
        }
    }
}
