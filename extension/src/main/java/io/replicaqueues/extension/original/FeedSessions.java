// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.activemq.artemis.api.core.SimpleString;

/**
 * The sessions of all feeds that are open, found by the feed and by the original queue. Safe for all threads.
 */
final class FeedSessions {

    private final ConcurrentMap<SimpleString, FeedSession> byFeed = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, List<FeedSession>> byQueue = new ConcurrentHashMap<>();

    void add(FeedSession session) {
        // In this order, as what is removed is looked for by its feed first.
        byQueue.merge(queueOf(session), List.of(session), FeedSessions::concatenated);
        byFeed.put(feedOf(session), session);
    }

    /** Returns whether it was there. */
    boolean remove(FeedSession session) {
        if (!byFeed.remove(feedOf(session), session)) {
            return false;
        }
        byQueue.computeIfPresent(queueOf(session), (queue, present) -> {
            List<FeedSession> rest =
                    present.stream().filter(each -> each != session).toList();
            return rest.isEmpty() ? null : rest;
        });
        return true;
    }

    /** The session of a feed, or null. */
    FeedSession of(SimpleString feed) {
        return byFeed.get(feed);
    }

    /** The sessions of a queue. */
    List<FeedSession> ofQueue(String queue) {
        return byQueue.getOrDefault(queue, List.of());
    }

    Collection<FeedSession> all() {
        return byFeed.values();
    }

    boolean isEmpty() {
        return byFeed.isEmpty();
    }

    /** Removes and returns all of them. */
    List<FeedSession> removeAll() {
        List<FeedSession> removed = new ArrayList<>(byFeed.values());
        removed.removeIf(session -> !remove(session));
        return removed;
    }

    private static SimpleString feedOf(FeedSession session) {
        return InternalAddresses.feed(session.request().feed());
    }

    private static String queueOf(FeedSession session) {
        return session.queue().getName().toString();
    }

    private static List<FeedSession> concatenated(List<FeedSession> present, List<FeedSession> added) {
        List<FeedSession> all = new ArrayList<>(present);
        all.addAll(added);
        return List.copyOf(all);
    }
}
