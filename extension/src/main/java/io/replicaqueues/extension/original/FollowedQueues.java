// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;

/**
 * Which queues of this broker are originals just now, and the sessions that want to hear of their changes. Safe for all
 * threads; a change of a queue that no replica follows costs one look into a map.
 */
final class FollowedQueues {

    private final ConcurrentHashMap<SimpleString, List<FeedSession>> sessions = new ConcurrentHashMap<>();

    void add(FeedSession session) {
        sessions.merge(session.queue().getName(), List.of(session), FollowedQueues::concatenated);
    }

    void remove(FeedSession session) {
        sessions.computeIfPresent(session.queue().getName(), (name, present) -> {
            List<FeedSession> rest = new ArrayList<>(present);
            rest.remove(session);
            return rest.isEmpty() ? null : List.copyOf(rest);
        });
    }

    private static List<FeedSession> concatenated(List<FeedSession> present, List<FeedSession> added) {
        List<FeedSession> all = new ArrayList<>(present);
        all.addAll(added);
        return List.copyOf(all);
    }

    void added(Queue queue, long id, Message message) {
        List<FeedSession> interested = of(queue);
        if (interested.isEmpty() || isDropped(queue, message)) {
            return;
        }
        for (FeedSession session : interested) {
            session.added(id, message);
        }
    }

    /** With the address full and the policy DROP the broker routes a message to nobody and says so to nobody. */
    private static boolean isDropped(Queue queue, Message message) {
        PagingStore store = queue.getPagingStore();
        return store != null
                && store.getAddressFullMessagePolicy() == AddressFullMessagePolicy.DROP
                && message.getRefCount() == 0;
    }

    void removed(Queue queue, long id) {
        for (FeedSession session : of(queue)) {
            session.removed(id);
        }
    }

    boolean isFollowed(Queue queue) {
        return sessions.containsKey(queue.getName());
    }

    List<FeedSession> of(Queue queue) {
        return sessions.getOrDefault(queue.getName(), List.of());
    }

    Collection<List<FeedSession>> all() {
        return sessions.values();
    }
}
