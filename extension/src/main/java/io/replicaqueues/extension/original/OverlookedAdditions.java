// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Live additions that are older than others which a listing of the queue shows, and which it does not show itself: their
 * messages were on the way back from a consumer. Sent live, they would come behind the younger ones.
 */
final class OverlookedAdditions {

    private final Map<Long, PendingAddition> listed;
    private final PagedBacklog paged;
    private final LiveAdditions live;
    /** In the order of their commits, by priority: there is no order among priorities to be kept. */
    private final Map<Byte, Queue<PendingAddition>> overlooked = new HashMap<>();

    private OverlookedAdditions(Map<Long, PendingAddition> listed, PagedBacklog paged, LiveAdditions live) {
        this.listed = listed;
        this.paged = paged;
        this.live = live;
    }

    /**
     * Finds the places of overlooked additions in a catch-up.
     *
     * @param listed of the listed messages those in memory that are to be sent, in queue order
     * @param paged those in pages, which come after them
     * @param live all that was recorded while the queue was listed, and has not left it
     * @return {@code listed} with the overlooked additions among them; those are still in {@code live}, too
     */
    static Map<Long, PendingAddition> insertedInto(
            Map<Long, PendingAddition> listed, PagedBacklog paged, LiveAdditions live) {
        OverlookedAdditions additions = new OverlookedAdditions(listed, paged, live);
        additions.find();
        return additions.overlooked.isEmpty() ? listed : additions.merged();
    }

    /** In proportion to what was recorded: producers wait for the lock, and a listing may be of millions. */
    private void find() {
        Map<Byte, Long> youngestInMemory = new HashMap<>();
        long youngestInPages = 0;
        for (PendingAddition recorded : live.inOrder()) {
            if (listed.containsKey(recorded.id())) {
                youngestInMemory.merge(recorded.priority(), recorded.sequence(), Math::max);
            } else if (paged.contains(recorded.id())) {
                youngestInPages = Math.max(youngestInPages, recorded.sequence());
            }
        }
        for (PendingAddition recorded : live.inOrder()) {
            byte priority = recorded.priority();
            long youngest = Math.max(youngestInPages, youngestInMemory.getOrDefault(priority, 0L));
            if (recorded.sequence() < youngest
                    && !listed.containsKey(recorded.id())
                    && !paged.contains(recorded.id())) {
                overlooked.computeIfAbsent(priority, any -> new ArrayDeque<>()).add(recorded);
            }
        }
    }

    private Map<Long, PendingAddition> merged() {
        Map<Long, PendingAddition> merged = new LinkedHashMap<>();
        Set<Byte> amongRecorded = new HashSet<>();
        for (PendingAddition each : listed.values()) {
            PendingAddition recorded = live.get(each.id());
            byte priority = each.priority();
            Queue<PendingAddition> before = overlooked.getOrDefault(priority, new ArrayDeque<>());
            while (!before.isEmpty() && isOlder(before.element(), each, recorded, amongRecorded.contains(priority))) {
                put(before.remove(), merged);
            }
            if (recorded != null) {
                amongRecorded.add(priority);
            }
            merged.put(each.id(), each);
        }
        overlooked.values().forEach(rest -> rest.forEach(each -> put(each, merged)));
        return merged;
    }

    /**
     * What is listed behind a recorded message without being recorded itself is about to be: only its id tells then that
     * it came later.
     */
    private static boolean isOlder(
            PendingAddition overlooked, PendingAddition listed, PendingAddition recorded, boolean behindRecorded) {
        if (recorded != null) {
            return overlooked.sequence() < recorded.sequence();
        }
        return behindRecorded && overlooked.id() < listed.id();
    }

    private static void put(PendingAddition overlooked, Map<Long, PendingAddition> merged) {
        merged.put(overlooked.id(), overlooked.asCatchUp());
    }
}
