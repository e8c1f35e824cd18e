// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import io.replicaqueues.tests.broker.MessageContent;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.QueueContent;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * What the clients of a queue were told, and so what the queue must hold. Any thread may call it.
 *
 * <p>Whoever sends or consumes says so before it asks the broker, and again when it has the answer: between the two,
 * or when no answer came, the outcome is in doubt and either is right.
 */
public final class ClientLog {

    private enum Sending {
        IN_DOUBT,
        ACCEPTED
    }

    private enum Taking {
        IN_DOUBT,
        CONSUMED
    }

    /** Without what was rolled back. */
    private final Map<String, Sending> sent = new ConcurrentHashMap<>();

    private final Map<String, Taking> taken = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    static String key(String producer, long sequence) {
        return producer + "/" + sequence;
    }

    void sending(String message) {
        sent.put(message, Sending.IN_DOUBT);
    }

    void accepted(Collection<String> messages) {
        messages.forEach(message -> sent.put(message, Sending.ACCEPTED));
    }

    /** Nobody may ever see them, as their transaction was not committed. */
    void neverSent(Collection<String> messages) {
        messages.forEach(sent::remove);
    }

    /** A message came to a consumer, who will acknowledge it or not. */
    void received(String message) {
        if (taken.get(message) == Taking.CONSUMED) {
            violations.add("message " + message + " was delivered again after it had been consumed");
        }
        if (!sent.containsKey(message)) {
            violations.add("message " + message + " was delivered although it had never been committed");
        }
    }

    void consuming(Collection<String> messages) {
        messages.forEach(message -> taken.put(message, Taking.IN_DOUBT));
    }

    void consumed(Collection<String> messages) {
        messages.forEach(message -> taken.put(message, Taking.CONSUMED));
    }

    /** Messages accepted so far. */
    public long accepted() {
        return sent.values().stream().filter(Sending.ACCEPTED::equals).count();
    }

    /** Messages consumed so far. */
    public long consumed() {
        return taken.values().stream().filter(Taking.CONSUMED::equals).count();
    }

    /** Operations that nobody has answered so far. */
    public long inDoubt() {
        return Stream.concat(
                        sent.values().stream().filter(Sending.IN_DOUBT::equals),
                        taken.values().stream().filter(Taking.IN_DOUBT::equals))
                .count();
    }

    /** About how many messages wait in the queue. */
    long waiting() {
        return (long) sent.size() - taken.size();
    }

    /**
     * Compares a queue that no client uses with what clients were told.
     *
     * @throws AssertionError with one line that names the first contradiction
     */
    public void assertHeldBy(QueueContent content, String where) {
        contradiction(content).ifPresent(text -> {
            throw new AssertionError(where + ": " + text);
        });
    }

    /**
     * Takes the queue's word for what was in doubt, after {@link #assertHeldBy}: from now on it may not change any
     * more.
     */
    public void settle(QueueContent content) {
        Set<String> held = Set.copyOf(keys(content));
        taken.replaceAll((message, taking) -> held.contains(message) ? taking : Taking.CONSUMED);
        taken.keySet().removeAll(held);
        sent.keySet().removeIf(message -> isInDoubt(message) && !held.contains(message) && !taken.containsKey(message));
        sent.replaceAll((message, sending) -> Sending.ACCEPTED);
    }

    private boolean isInDoubt(String message) {
        return sent.get(message) == Sending.IN_DOUBT;
    }

    /** The first contradiction, in one line; empty if there is none. */
    Optional<String> contradiction(QueueContent content) {
        if (!violations.isEmpty()) {
            return Optional.of(violations.peek());
        }
        List<String> keys = keys(content);
        Set<String> held = new HashSet<>();
        for (String message : keys) {
            if (!held.add(message)) {
                return Optional.of("message " + message + " is there twice");
            }
            if (taken.get(message) == Taking.CONSUMED) {
                return Optional.of("message " + message + " is there although it was consumed");
            }
            if (!sent.containsKey(message)) {
                return Optional.of("message " + message + " is there although it was never committed");
            }
        }
        List<String> missing = sent.entrySet().stream()
                .filter(entry -> entry.getValue() == Sending.ACCEPTED)
                .map(Map.Entry::getKey)
                .filter(message -> !held.contains(message) && !taken.containsKey(message))
                .sorted()
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("message " + missing.get(0) + " is missing although it was accepted, as are "
                        + (missing.size() - 1) + " others of " + sent.size() + "; " + keys.size() + " are there");
    }

    private static List<String> keys(QueueContent content) {
        return content.messages().stream().map(ClientLog::key).toList();
    }

    private static String key(MessageContent message) {
        return value(message, MixedMessages.PRODUCER) + "/" + value(message, MixedMessages.SEQUENCE);
    }

    /** A property without the name of its type. */
    private static String value(MessageContent message, String property) {
        String typed = message.fields().getOrDefault("application-properties." + property, "none");
        return typed.substring(typed.indexOf(' ') + 1);
    }
}
