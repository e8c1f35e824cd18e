// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * The changes of one send or of one transaction, on their way from the hook into the queues. The steps are called once
 * each, on any thread: {@link #prepare} and {@link #lineUp} by the producer's, {@link #stored} when the journal has the changes,
 * {@link #completed} when they are in the queues. A synchronous replica is told of additions at the earlier of the two
 * latter, because the completion may wait for its own confirmation; everybody else at the later.
 */
final class CapturedChanges {

    private final FollowedQueues followed;
    private final ArrayList<Change> changes = new ArrayList<>(2);
    /** Queues of additions that are not remembered. */
    private final Set<Queue> forgotten = new HashSet<>();

    private long bytesInPages;
    private CaptureEpochs.Epoch epoch;
    private volatile Hold hold;
    private boolean toldWhenStored;
    private boolean over;

    /**
     * @param message null for a removal
     * @param early null unless the broker has counted the change already
     */
    private record Change(Queue queue, long id, Message message, EarlyCounts early) {

        boolean isPromised() {
            return message != null && message.isDurable() && queue.isDurable();
        }
    }

    CapturedChanges(FollowedQueues followed) {
        this.followed = followed;
    }

    synchronized void added(Queue queue, long id, Message message) {
        changes.add(new Change(queue, id, message, null));
    }

    /** A message of which the broker's counters say already that it is in the queue. */
    synchronized void counted(Queue queue, long id, Message message) {
        EarlyCounts early = followed.earlyCounts(queue);
        if (early != null) {
            early.counted(1);
        }
        changes.add(new Change(queue, id, message, early));
    }

    synchronized void removed(Queue queue, long id) {
        changes.add(new Change(queue, id, null, null));
    }

    /**
     * A message whose additions were noted lies in a page, and nobody but this keeps it in memory. Beyond a bound only the
     * queues are remembered: their replicas are then served by difference.
     *
     * @param maxBytes of memory for such messages
     */
    synchronized void paged(Message message, long maxBytes) {
        bytesInPages += message.getMemoryEstimate();
        if (bytesInPages > maxBytes) {
            for (Change change : changes) {
                if (change.message != null && change.message.isPaged()) {
                    forgotten.add(change.queue);
                }
            }
            changes.removeIf(change -> change.message != null && change.message.isPaged());
            bytesInPages = 0;
        }
    }

    /**
     * Finds out which replicas are to be waited for; on the producer's thread, before the changes may be completed.
     *
     * @return whether {@link #stored} has to be called
     */
    synchronized boolean prepare(OperationContext context) {
        if (epoch == null) {
            epoch = followed.epochs().enter();
        }
        if (!followed.isAnySynchronous()) {
            return false;
        }
        for (Queue queue : forgotten) {
            followed.of(queue).forEach(ChangeIntake::willForget);
        }
        boolean synchronous = false;
        boolean held = false;
        Hold candidate = new Hold(followed.confirmations(), context);
        for (Change change : changes) {
            for (ChangeIntake intake : followed.ofAddition(change.queue, change.message)) {
                if (intake.isSynchronous()) {
                    synchronous = true;
                    held |= change.isPromised() && intake.hold(change.id, candidate);
                }
            }
        }
        hold = held ? candidate : null;
        return synchronous;
    }

    /** Lets what the context is asked to do from now on wait for those replicas; on the producer's thread. */
    void lineUp() {
        Hold prepared = hold;
        if (prepared != null) {
            hold = null;
            prepared.lineUp();
        }
    }

    /** The journal has the changes. */
    synchronized void stored() {
        if (over) {
            return;
        }
        toldWhenStored = true;
        for (Change change : changes) {
            boolean announced = false;
            for (ChangeIntake intake : followed.ofAddition(change.queue, change.message)) {
                if (intake.isSynchronous()) {
                    if (!announced) {
                        followed.uncompleted().add(change.queue, change.id, change.message, change.early != null);
                        announced = true;
                    }
                    intake.added(change.id, change.message);
                }
            }
            if (change.early != null) {
                change.early.toldToSynchronous(1);
            }
        }
    }

    /** The changes are in the queues. */
    synchronized void completed() {
        for (Change change : changes) {
            if (change.message == null) {
                followed.removed(change.queue, change.id);
            } else if (toldWhenStored) {
                followed.completed(change.queue, change.id, change.message);
            } else {
                followed.added(change.queue, change.id, change.message);
            }
        }
        for (Queue queue : forgotten) {
            followed.of(queue).forEach(ChangeIntake::forgot);
        }
        end();
    }

    /** There will be no changes: the transaction was rolled back, or the journal failed. */
    synchronized void abandoned() {
        if (epoch != null) {
            for (Change change : changes) {
                for (ChangeIntake intake : followed.ofAddition(change.queue, change.message)) {
                    intake.abandoned(change.id);
                }
                followed.uncompleted().remove(change.queue, change.id);
            }
        }
        end();
    }

    private void end() {
        over = true;
        for (Change change : changes) {
            if (change.early != null) {
                change.early.told(1);
                change.early.toldToSynchronous(toldWhenStored ? 0 : 1);
            }
        }
        changes.clear();
        forgotten.clear();
        if (epoch != null) {
            epoch.leave();
            epoch = null;
        }
    }
}
