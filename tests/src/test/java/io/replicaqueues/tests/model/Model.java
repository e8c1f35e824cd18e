// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What both queues must hold, as far as clients know: nothing but sets of messages. Where they cannot know (a send that
 * was never confirmed, a message that may have expired), the original is asked and the replica must agree with it. For
 * one thread.
 */
final class Model {

    /**
     * @param producer who sent it
     * @param number of the message, ascending for each producer
     * @param scheduled whether its place in the queue depends on when it becomes due
     * @param expires when it expires soon, in milliseconds since 1970; 0 if not soon
     */
    record Entry(String producer, long number, int priority, boolean durable, boolean scheduled, long expires) {

        String id() {
            return producer + ":" + number;
        }

        /** Messages of one line are delivered in the order of their numbers. */
        String line() {
            return producer + " at priority " + priority;
        }
    }

    private final boolean paging;
    private final Map<String, Entry> held = new LinkedHashMap<>();
    private final Set<String> doubtful = new HashSet<>();
    private final Set<String> neverCommitted = new HashSet<>();
    private final Set<String> outOfPlace = new HashSet<>();

    /** @param paging whether the queue pages: a page is read as it was written, whatever the priorities */
    Model(boolean paging) {
        this.paging = paging;
    }

    /** Sent in a transaction that has not committed, and perhaps never will. */
    void uncommitted(Collection<Entry> entries) {
        entries.forEach(entry -> neverCommitted.add(entry.id()));
    }

    /** In the queue, for certain. */
    void added(Collection<Entry> entries) {
        for (Entry entry : entries) {
            neverCommitted.remove(entry.id());
            held.put(entry.id(), entry);
        }
    }

    /** Sent, but nobody knows whether the original took it. */
    void perhapsAdded(Collection<Entry> entries) {
        added(entries);
        entries.forEach(entry -> doubtful.add(entry.id()));
    }

    /**
     * Sent while the original was killed. A broker that stops closes its pages first: what comes to a queue that pages
     * goes to the journal then, and comes before all pages when the broker is back.
     */
    void perhapsOutOfPlace(Collection<Entry> entries) {
        if (paging) {
            entries.forEach(entry -> outOfPlace.add(entry.id()));
        }
    }

    /** Out of the queue, for certain. */
    void removed(Collection<String> ids) {
        for (String id : ids) {
            if (held.remove(id) == null) {
                throw new AssertionError("a consumer received " + id + ", which the original did not hold");
            }
            doubtful.remove(id);
        }
    }

    /** Perhaps out of the queue. */
    void perhapsRemoved(Predicate<Entry> which) {
        held.values().stream().filter(which).forEach(entry -> doubtful.add(entry.id()));
    }

    /** Takes the original's word for what is doubtful, and for nothing else. */
    void resolve(Set<String> original, long now) {
        perhapsRemoved(entry -> entry.expires() != 0 && entry.expires() <= now);
        for (String id : List.copyOf(doubtful)) {
            if (!original.contains(id)) {
                held.remove(id);
            }
        }
        doubtful.removeIf(id -> !held.containsKey(id) || held.get(id).expires() == 0);
    }

    /** When the last of the messages that expire soon does so; 0 if there is none. */
    long lastExpiry() {
        return held.values().stream().mapToLong(Entry::expires).max().orElse(0);
    }

    int size() {
        return held.size();
    }

    Set<String> ids() {
        return Set.copyOf(held.keySet());
    }

    /** Whether the message must not be seen anywhere. */
    boolean isForbidden(String id) {
        return neverCommitted.contains(id);
    }

    /**
     * Compares a queue with what it must hold.
     *
     * @param stored ids in the queue's order
     * @throws AssertionError naming what is missing, unexpected, twice there, or out of its line
     */
    void assertHeldBy(String queue, List<String> stored) {
        Set<String> seen = new HashSet<>();
        List<String> twice = stored.stream().filter(id -> !seen.add(id)).toList();
        List<String> missing =
                held.keySet().stream().filter(id -> !seen.contains(id)).toList();
        List<String> unexpected =
                seen.stream().filter(id -> !held.containsKey(id)).toList();
        if (!twice.isEmpty() || !missing.isEmpty() || !unexpected.isEmpty()) {
            throw new AssertionError(queue + " holds " + stored.size() + " instead of " + held.size() + ": missing "
                    + missing + ", unexpected " + unexpected + ", twice " + twice);
        }
        assertLines(queue, stored);
        if (!paging) {
            assertPriorities(queue, stored);
        }
    }

    private void assertLines(String queue, List<String> stored) {
        Map<String, Entry> last = new LinkedHashMap<>();
        for (String id : stored) {
            Entry entry = held.get(id);
            if (entry.scheduled() || outOfPlace.contains(id)) {
                continue;
            }
            Entry before = last.put(entry.line(), entry);
            if (before != null && before.number() > entry.number()) {
                throw new AssertionError(
                        queue + " holds " + before.id() + " before " + id + ": " + new ArrayList<>(stored));
            }
        }
    }

    /**
     * Compares the order of the lines in which messages are out of place, whatever it is: the original's counts. Those
     * lines alone, as the original shows what its consumers hold in no order.
     *
     * @param original ids in the original's order
     * @param replica ids in the replica's order, which the model has been compared with
     */
    void assertSameLinesWhereOutOfPlace(List<String> original, List<String> replica) {
        Map<String, List<String>> expected = lines(original);
        Map<String, List<String>> found = lines(replica);
        expected.forEach((line, ids) -> {
            if (ids.stream().anyMatch(outOfPlace::contains) && !ids.equals(found.get(line))) {
                throw new AssertionError(
                        "of " + line + " the original holds " + ids + ", the replica " + found.get(line));
            }
        });
    }

    private Map<String, List<String>> lines(List<String> stored) {
        return stored.stream()
                .map(held::get)
                .filter(entry -> !entry.scheduled())
                .collect(Collectors.groupingBy(Entry::line, Collectors.mapping(Entry::id, Collectors.toList())));
    }

    private void assertPriorities(String queue, List<String> stored) {
        int priority = Integer.MAX_VALUE;
        for (String id : stored) {
            Entry entry = held.get(id);
            if (!entry.scheduled() && entry.priority() > priority) {
                throw new AssertionError(queue + " holds " + id + " of priority " + entry.priority()
                        + " behind one of priority " + priority);
            }
            priority = entry.scheduled() ? priority : entry.priority();
        }
    }
}
