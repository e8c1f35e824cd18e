// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.original.UncompletedAdditions.Uncompleted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/**
 * Which queues of this broker are originals just now, and the replicas that hear of their changes. Safe for all
 * threads; a change of a queue that no replica follows costs one look into a map.
 */
final class FollowedQueues {

    private final ConcurrentHashMap<SimpleString, List<ChangeIntake>> intakes = new ConcurrentHashMap<>();
    /** Of each of these queues; changed together with them. */
    private final ConcurrentHashMap<SimpleString, EarlyCounts> earlyCounts = new ConcurrentHashMap<>();

    private final AtomicInteger synchronous = new AtomicInteger();
    private final CaptureEpochs epochs = new CaptureEpochs();
    private final HeldConfirmations confirmations = new HeldConfirmations();
    private final UncompletedAdditions uncompleted = new UncompletedAdditions();
    private final OpenBranches branches = new OpenBranches();

    CaptureEpochs epochs() {
        return epochs;
    }

    HeldConfirmations confirmations() {
        return confirmations;
    }

    UncompletedAdditions uncompleted() {
        return uncompleted;
    }

    OpenBranches branches() {
        return branches;
    }

    void add(ChangeIntake intake) {
        if (intake.isSynchronous()) {
            synchronous.incrementAndGet();
        }
        intakes.compute(intake.queue().getName(), (name, present) -> {
            if (present == null) {
                earlyCounts.put(name, new EarlyCounts());
                return List.of(intake);
            }
            return concatenated(present, intake);
        });
    }

    void remove(ChangeIntake intake) {
        intakes.computeIfPresent(intake.queue().getName(), (name, present) -> {
            List<ChangeIntake> rest = new ArrayList<>(present);
            if (rest.remove(intake) && intake.isSynchronous()) {
                synchronous.decrementAndGet();
            }
            if (rest.isEmpty()) {
                earlyCounts.remove(name);
                return null;
            }
            return List.copyOf(rest);
        });
    }

    private static List<ChangeIntake> concatenated(List<ChangeIntake> present, ChangeIntake added) {
        List<ChangeIntake> all = new ArrayList<>(present);
        all.add(added);
        return List.copyOf(all);
    }

    /** Null if no replica follows the queue. */
    EarlyCounts earlyCounts(Queue queue) {
        return earlyCounts.get(queue.getName());
    }

    /** Whether a synchronous replica follows any queue. */
    boolean isAnySynchronous() {
        return synchronous.get() > 0;
    }

    /** Who is to hear of a message's addition; nobody of a removal, which has no message. */
    List<ChangeIntake> ofAddition(Queue queue, Message message) {
        if (message == null) {
            return List.of();
        }
        List<ChangeIntake> interested = of(queue);
        return interested.isEmpty() || isDropped(queue, message) ? List.of() : interested;
    }

    /** A message is in the queue, and nobody has heard of it before. */
    void added(Queue queue, long id, Message message) {
        if (!tellIfDropped(queue, id, message)) {
            for (ChangeIntake intake : of(queue)) {
                intake.added(id, message);
            }
        }
    }

    /** A message is in the queue of which the synchronous replicas, if there were any, have heard when it was stored. */
    void completed(Queue queue, long id, Message message) {
        Uncompleted known = uncompleted.get(queue, id);
        if (known == null) {
            added(queue, id, message);
        } else if (!tellIfDropped(queue, id, message)) {
            for (ChangeIntake intake : of(queue)) {
                intake.completed(id, message, known);
            }
        }
        uncompleted.remove(queue, id);
    }

    /** A message that was consumed before its addition is told looks like one that was dropped. */
    private boolean tellIfDropped(Queue queue, long id, Message message) {
        List<ChangeIntake> interested = of(queue);
        if (interested.isEmpty() || !isDropped(queue, message)) {
            return false;
        }
        interested.forEach(intake -> intake.dropped(id));
        return true;
    }

    /** With the address, or its pages, full and the policy DROP the broker routes a message to nobody and tells nobody. */
    private static boolean isDropped(Queue queue, Message message) {
        PagingStore store = queue.getPagingStore();
        return store != null
                && (store.getAddressFullMessagePolicy() == AddressFullMessagePolicy.DROP
                        || store.getPageFullMessagePolicy() == PageFullMessagePolicy.DROP)
                && message.getRefCount() == 0
                && !message.isPaged();
    }

    void removed(Queue queue, long id) {
        uncompleted.gone(queue, id);
        for (ChangeIntake intake : of(queue)) {
            intake.removed(id);
        }
    }

    boolean isFollowed(Queue queue) {
        return intakes.containsKey(queue.getName());
    }

    List<ChangeIntake> of(Queue queue) {
        return intakes.getOrDefault(queue.getName(), List.of());
    }
}
