// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a queue held when an AMQP client browsed it: its messages in the queue's order. Immutable.
 *
 * <p>Browsing shows neither scheduled messages nor those in delivery to a consumer.
 *
 * @param messages the messages, first in the queue first
 */
public record QueueContent(List<MessageContent> messages) {

    private static final int ATTEMPTS = 12;
    private static final int SHOWN_IN_ORDER = 40;

    /** Makes an immutable copy. */
    public QueueContent {
        messages = List.copyOf(messages);
    }

    /**
     * Browses a queue of a broker, as its operator.
     *
     * @param queue name of the queue, {@code ADDRESS::QUEUE} where they differ
     */
    public static QueueContent of(Broker broker, String queue) throws JMSException {
        return of(broker.amqp(), queue);
    }

    /**
     * Browses a queue.
     *
     * @param clients AMQP clients from {@link Broker#amqp}, or others with the same drain timeout
     * @param queue name of the queue, {@code ADDRESS::QUEUE} where they differ
     */
    public static QueueContent of(ConnectionFactory clients, String queue) throws JMSException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<QueueContent> content = browsed(clients, queue);
            if (content.isPresent()) {
                return content.get();
            }
        }
        throw new JMSException("The end of queue " + queue + " was not seen in " + ATTEMPTS + " attempts");
    }

    /**
     * The content, or empty if the broker did not say where it ends. A client asks for the end again right after
     * the broker's answer to the last question, and a broker that has not quite finished that answer overlooks the
     * new question; the client then gives up after its drain timeout and takes that for the end.
     */
    private static Optional<QueueContent> browsed(ConnectionFactory clients, String queue) throws JMSException {
        List<MessageContent> messages = new ArrayList<>();
        try (Connection connection = clients.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            connection.start();
            Enumeration<?> found = browser.getEnumeration();
            long asked = System.nanoTime();
            while (found.hasMoreElements()) {
                messages.add(MessageContent.of((Message) found.nextElement()));
                asked = System.nanoTime();
            }
            boolean gaveUp = System.nanoTime() - asked >= Broker.DRAIN_TIMEOUT_MILLIS * 1_000_000;
            return gaveUp ? Optional.empty() : Optional.of(new QueueContent(messages));
        }
    }

    /** Without what is gone after a restart. */
    public QueueContent durable() {
        return new QueueContent(messages.stream()
                .filter(message -> message.field("header.durable").equals("Boolean true"))
                .toList());
    }

    /** Number of messages. */
    public int size() {
        return messages.size();
    }

    /**
     * Compares every section of every message, in the queue's order.
     *
     * @throws AssertionError with one line that names the first difference
     */
    public static void assertSame(QueueContent original, QueueContent replica) {
        fail(original.firstDifference(replica));
    }

    /**
     * Compares every section of every message, in the order of each producer at each priority, which is what
     * clients are promised. The producer is the property {@link MixedMessages#PRODUCER}.
     *
     * @throws AssertionError with one line that names the first difference
     */
    public static void assertSameByProducer(QueueContent original, QueueContent replica) {
        fail(original.firstDifferenceByProducer(replica));
    }

    /** The first difference in the queue's order, in one line; empty if there is none. */
    public Optional<String> firstDifference(QueueContent replica) {
        return difference("", messages, replica.messages);
    }

    /** The first difference in the order of each producer at each priority, in one line; empty if there is none. */
    public Optional<String> firstDifferenceByProducer(QueueContent replica) {
        Map<String, List<MessageContent>> ours = byProducer(messages);
        Map<String, List<MessageContent>> theirs = byProducer(replica.messages);
        Set<String> groups = new TreeSet<>(ours.keySet());
        groups.addAll(theirs.keySet());
        return groups.stream()
                .map(group -> difference(
                        "of " + group + ": ",
                        ours.getOrDefault(group, List.of()),
                        theirs.getOrDefault(group, List.of())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static void fail(Optional<String> difference) {
        difference.ifPresent(text -> {
            throw new AssertionError("Original and replica differ: " + text);
        });
    }

    private static Map<String, List<MessageContent>> byProducer(List<MessageContent> messages) {
        return messages.stream()
                .collect(Collectors.groupingBy(
                        message -> "producer " + message.field("application-properties." + MixedMessages.PRODUCER)
                                + " at priority " + message.field("header.priority"),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static Optional<String> difference(
            String where, List<MessageContent> original, List<MessageContent> replica) {
        int common = Math.min(original.size(), replica.size());
        for (int position = 0; position < common; position++) {
            if (!original.get(position).equals(replica.get(position))) {
                return Optional.of(where + explained(position, original, replica));
            }
        }
        if (original.size() > common) {
            return Optional.of(where + counts(original, replica) + "the replica ends before "
                    + original.get(common).description());
        }
        if (replica.size() > common) {
            return Optional.of(where + counts(original, replica) + "only the replica has, at its end, "
                    + replica.get(common).description());
        }
        return Optional.empty();
    }

    private static String explained(int position, List<MessageContent> original, List<MessageContent> replica) {
        MessageContent ours = original.get(position);
        MessageContent theirs = replica.get(position);
        String start = counts(original, replica) + "at position " + position + ", ";
        if (ours.messageId().equals(theirs.messageId())) {
            return start + "in " + ours.description() + ", "
                    + ours.firstDifference(theirs).orElseThrow();
        }
        if (!ids(replica).contains(ours.messageId())) {
            return start + "the replica lacks " + ours.description();
        }
        if (!ids(original).contains(theirs.messageId())) {
            return start + "only the replica has " + theirs.description();
        }
        return start + "the order differs: the original has " + ours.description() + ", the replica "
                + theirs.description() + "; the original goes on with " + sequences(position, original)
                + ", the replica with " + sequences(position, replica);
    }

    private static List<String> sequences(int from, List<MessageContent> messages) {
        return messages.stream()
                .skip(from)
                .limit(SHOWN_IN_ORDER)
                .map(message -> String.valueOf(message.field("application-properties." + MixedMessages.SEQUENCE)))
                .toList();
    }

    private static String counts(List<MessageContent> original, List<MessageContent> replica) {
        return original.size() + " messages against " + replica.size() + ": ";
    }

    private static Set<String> ids(List<MessageContent> messages) {
        return messages.stream().map(MessageContent::messageId).collect(Collectors.toCollection(HashSet::new));
    }
}
